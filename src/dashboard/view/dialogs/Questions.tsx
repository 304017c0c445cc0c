import { useModel } from "../../state/Shared.ts"
import { AskDecide } from "./AskDecide.tsx"
import { AskForget } from "./AskForget.tsx"
import { AskRestart } from "./AskRestart.tsx"
import { AskReplace } from "./AskReplace.tsx"
import { AskUndo } from "./AskUndo.tsx"
import { AskUpdate } from "./AskUpdate.tsx"
import { AskUninstall } from "./AskUninstall.tsx"
import { AskMendFile } from "./AskMendFile.tsx"

/** What is asked before something is done that is not easily taken back. */
export const Questions = () => {
  const question = useModel((model) => model.question)
  if (question === undefined) return null
  switch (question.tag) {
    case "uninstall":
      return <AskUninstall id={question.id} name={question.name} />
    case "forget":
      return <AskForget id={question.id} />
    case "replace":
      return <AskReplace ids={question.ids} />
    case "mendFile":
      return <AskMendFile how={question.how} path={question.path} />
    case "decide":
      return <AskDecide {...question} />
    case "update":
      return <AskUpdate ids={question.ids} />
    case "restart":
      return <AskRestart />
    case "undo":
      return <AskUndo run={question.run} />
  }
}
