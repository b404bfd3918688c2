/** Hands a file to the browser as a download. It stays on the machine. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Browsers read the address after this task, and a large file for longer.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
