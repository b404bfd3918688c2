/** Asks the worker of a new version to take over. */
export const UPDATE_REQUEST = { type: "take-over" } as const;

export type UpdateReply =
  | { type: "taken-over" }
  /** Other pages of the old version are open. */
  | { type: "other-pages"; count: number };

export function isUpdateRequest(data: unknown): data is typeof UPDATE_REQUEST {
  return typeof data === "object" && data !== null && "type" in data && data.type === UPDATE_REQUEST.type;
}
