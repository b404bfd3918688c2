const WRAPPERS = "sudo|doas|time|nice|timeout|watch|ssh|kubectl|oc|docker|podman|crictl|nsenter";

/** What is typed for a program of Linux, be it with its path, as root, or in a container: `kubectl exec web -- ps aux`. */
export function unixCommand(names: string, options = "(?=\\s|$)"): RegExp {
  return new RegExp(
    `^(?:(?:${WRAPPERS})\\s(?:[^|]{0,200}\\s)?)?(?:/[\\w./-]{0,80}/)?(?:busybox )?(?:${names})${options}`,
    "i",
  );
}

/** What stands behind the program's name, also when something runs it: `-- ps aux` of `kubectl exec web -- ps aux`. */
export function unixArguments(command: string | null, name: RegExp): string {
  const words = (command ?? "").split(/\s+/);
  const at = words.findIndex((word) => name.test(word.slice(word.lastIndexOf("/") + 1)));
  return at < 0 ? "" : words.slice(at + 1).join(" ");
}
