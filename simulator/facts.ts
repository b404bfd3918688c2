type PlaceKey = "line" | "lines" | "lastLine" | `${string}Line`;

/** A report without the lines it was read from: what its text says. */
export type Facts<T> = T extends readonly (infer Item)[]
  ? readonly Facts<Item>[]
  : T extends object
    ? { [Key in keyof T as Key extends PlaceKey ? never : Key]: Facts<T[Key]> }
    : T;
