// Imported first by every script: it must parse and link on a Node that is too old for the rest.
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 9)) {
  process.stderr.write(
    `NODE_TOO_OLD: this is Node ${process.versions.node}, and Waitchain needs 20.9 or newer.\n` +
      "Install a current Node, then run the command again.\n",
  );
  process.exit(1);
}
