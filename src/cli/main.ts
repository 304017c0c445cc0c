/** The program's beginning: what the words of the command line ask for, carried out. */
import { program } from "./program.ts"
import { runProgram } from "./runProgram.ts"

runProgram(program(process.argv.slice(2)))
