/** The program's beginning: what the words of the command line ask for, carried out. */
import { program } from "./run/program.ts"
import { runProgram } from "./run/runProgram.ts"

runProgram(program(process.argv.slice(2)))
