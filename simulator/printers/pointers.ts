import type { Hex } from "@/evidence";
import type { Bits } from "../addresses";

/** All digits of the width: `0aaabd20`, `0000021c4be1a2d8`. */
export function pointer(address: Hex, bits: Bits): string {
  return address.padStart(bits / 4, "0");
}

/** As the debugger itself prints 64 bits: `0000021c`4be1a2d8`. */
export function ticked(address: Hex, bits: Bits): string {
  const wide = pointer(address, bits);
  return bits === 32 ? wide : `${wide.slice(0, 8)}\`${wide.slice(8)}`;
}

/** In capitals, as SOS prints what it read itself. */
export function capital(address: Hex, bits: Bits): string {
  return pointer(address, bits).toUpperCase();
}
