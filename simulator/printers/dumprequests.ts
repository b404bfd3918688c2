import type { HttpRequestsReport } from "@/evidence";
import type { Server } from "../server";
import type { Printer } from "./printer";

function printRequests({ httpRequests }: Server): string[] {
  return [
    "Address      Method  Scheme Url",
    ...httpRequests.map(
      ({ address, method, scheme, url }) =>
        `${address.padEnd(12)} ${(method ?? "").padEnd(7)} ${(scheme ?? "").padEnd(6)} ${url ?? ""}`,
    ),
    `Found ${httpRequests.length} active requests`,
  ];
}

export const DUMPREQUESTS: readonly Printer<HttpRequestsReport>[] = [
  {
    parser: "sos-dumprequests",
    dialect: "dotnet-dump",
    needs: { versions: ["core"], systems: ["2019", "linux"] },
    prompt: "dotnet-dump",
    command: () => "dumprequests",
    print: printRequests,
    expected: ({ httpRequests }) => ({
      kind: "http-requests",
      requests: httpRequests,
      activeRequests: httpRequests.length,
      complete: true,
    }),
  },
];
