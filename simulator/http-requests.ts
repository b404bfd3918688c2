import type { Hex } from "@/evidence";
import { AddressSpace } from "./addresses";
import type { Random } from "./random";
import type { Runtime } from "./runtime";

/** A request as ASP.NET Core keeps it; an idle context has no more than its address. */
export interface HttpRequest {
  address: Hex;
  method: string | null;
  scheme: string | null;
  url: string | null;
}

const URLS = ["/", "/rates?id=7&sort=price", "/orders/4711/items", "/api/v2/stock", "/login?back=%2Fbasket%3Fid%3D12"];

export function makeHttpRequests({ bits }: Runtime, random: Random): HttpRequest[] {
  const addresses = new AddressSpace(bits, random.fork("addresses"));
  return random.times(random.int(1, 8), (): HttpRequest => {
    const address = addresses.take("object");
    if (random.chance(0.15)) return { address, method: null, scheme: null, url: null };
    const method = random.pick(["GET", "POST", "PUT", "DELETE", "OPTIONS"]);
    return { address, method, scheme: random.pick(["http", "https"]), url: random.pick(URLS) };
  });
}
