import type { Hex } from "../hex";
import type { Row } from "./row";

/** `dumprequests`: requests that ASP.NET Core is serving. */
export interface HttpRequestsReport {
  kind: "http-requests";
  requests: readonly (Row & {
    /** The HttpContext. */
    address: Hex;
    /** Null for a context that serves nothing at the moment. */
    method: string | null;
    scheme: string | null;
    url: string | null;
  })[];
  activeRequests: number | null;
  /** True when as many requests were read as were counted. */
  complete: boolean;
}
