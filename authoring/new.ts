import { runNew } from "./run-new";

const { code, text } = runNew(process.cwd(), process.argv.slice(2));
(code === 0 ? process.stdout : process.stderr).write(text);
process.exitCode = code;
