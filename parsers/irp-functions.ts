/** Names of the major functions, by their code. */
const MAJOR: readonly string[] = [
  ...["CREATE", "CREATE_NAMED_PIPE", "CLOSE", "READ", "WRITE", "QUERY_INFORMATION", "SET_INFORMATION"],
  ...["QUERY_EA", "SET_EA", "FLUSH_BUFFERS", "QUERY_VOLUME_INFORMATION", "SET_VOLUME_INFORMATION"],
  ...["DIRECTORY_CONTROL", "FILE_SYSTEM_CONTROL", "DEVICE_CONTROL", "INTERNAL_DEVICE_CONTROL", "SHUTDOWN"],
  ...["LOCK_CONTROL", "CLEANUP", "CREATE_MAILSLOT", "QUERY_SECURITY", "SET_SECURITY", "POWER", "SYSTEM_CONTROL"],
  ...["DEVICE_CHANGE", "QUERY_QUOTA", "SET_QUOTA", "PNP"],
];

/** `IRP_MJ_READ` for 3; null for a code that no driver gets. */
export function majorFunction(code: number): string | null {
  const name = MAJOR[code];
  return name === undefined ? null : `IRP_MJ_${name}`;
}
