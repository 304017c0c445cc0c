/** Whether a host, by its name or address, is this machine alone. */
export const isLoopback = (host: string): boolean => /^(?:localhost|::1|127(?:\.\d{1,3}){3})$/u.test(host)
