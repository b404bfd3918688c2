/** Version of Waitchain, as in package.json. Results name it: another one may score the same acts otherwise. */
export const VERSION = "0.1.0";
