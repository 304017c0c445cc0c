/** Whether `Accept-Encoding` takes a packing. What it says of weights is heeded only where it refuses. */
export const takes = (accepted: string | undefined, packing: string): boolean =>
  (accepted ?? "").split(",").some((member) => {
    const [name = "", ...parameters] = member.split(";").map((part) => part.trim().toLowerCase())
    return name === packing && !parameters.some((parameter) => /^q=0(?:\.0*)?$/u.test(parameter))
  })
