import type { HeapObject } from "../objects";
import type { Stage } from "./stage";

/** The object with one more field, which refers to another. */
export function referring(
  { runtime, addresses }: Stage,
  object: HeapObject,
  name: string,
  other: HeapObject,
): HeapObject {
  const word = runtime.bits / 8;
  return {
    ...object,
    fields: [
      ...object.fields,
      {
        methodTable: addresses.take("method-table"),
        token: (0x4000700 + object.fields.length).toString(16),
        offset: word * (object.fields.length + 1),
        type: other.type,
        valueType: false,
        isStatic: false,
        value: other.address,
        name,
        perDomain: [],
      },
    ],
  };
}
