import type { Drill } from "./drill";
import type { Memory } from "./memory";
import type { Played } from "./played";
import { Playing } from "./playing";
import { screenOf } from "./screen";
import { Diligent } from "./trainees/diligent";
import { playOut } from "./trainees/trainee";

/** How the procedure plays a drill: what everybody else is compared with. */
export function bestPlay(drill: Drill, memory: Memory): Played {
  const playing = new Playing(drill, memory);
  playOut({ screen: () => screenOf(playing), take: (act) => playing.take(act) }, new Diligent(memory));
  return playing.played;
}
