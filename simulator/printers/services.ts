import type { ServiceRow, ServicesReport } from "@/evidence";
import type { Facts } from "../facts";
import type { Server } from "../server";
import type { Service } from "../services";
import type { Printer } from "./printer";

export interface ServiceForm {
  /** One service alone has no title. */
  titled: boolean;
  /** What `queryex` adds. */
  processes: boolean;
}

function printService(service: Service, { titled, processes }: ServiceForm): string[] {
  const field = (name: string, value: string): string => `        ${name.padEnd(19)}: ${value}`;
  return [
    "",
    `SERVICE_NAME: ${service.name}`,
    ...(titled ? [`DISPLAY_NAME: ${service.displayName}`] : []),
    field("TYPE", `${service.typeCode.toString(16)}  ${service.type}  `),
    field("STATE", `${service.stateCode}  ${service.state} `),
    `${" ".repeat(32)}(${service.controls.join(", ")})`,
    field("WIN32_EXIT_CODE", `${service.exitCode}  (0x${service.exitCode.toString(16)})`),
    field("SERVICE_EXIT_CODE", "0  (0x0)"),
    field("CHECKPOINT", `0x${service.checkpoint.toString(16)}`),
    field("WAIT_HINT", `0x${service.waitHint.toString(16)}`),
    ...(processes ? [field("PID", String(service.processId)), field("FLAGS", "")] : []),
  ];
}

/** `sc query`: services and drivers with their state. */
export function printServices(services: readonly Service[], form: ServiceForm): string[] {
  return services.flatMap((service) => printService(service, form));
}

function serviceFacts(service: Service, { titled, processes }: ServiceForm): Facts<ServiceRow> {
  return {
    name: service.name,
    displayName: titled ? service.displayName : null,
    type: service.type,
    typeCode: service.typeCode,
    state: service.state,
    stateCode: service.stateCode,
    controls: service.controls,
    win32ExitCode: service.exitCode,
    processId: processes && service.processId > 0 ? service.processId : null,
  };
}

function printer(
  dialect: string,
  command: string,
  form: ServiceForm,
  pick: (server: Server) => readonly Service[],
  type: string | null = null,
): Printer<ServicesReport> {
  return {
    parser: "sc-query",
    dialect,
    needs: {},
    prompt: "cmd",
    command: () => command,
    print: (server) => printServices(pick(server), form),
    expected: (server, echoed) => ({
      kind: "services",
      services: pick(server).map((service) => serviceFacts(service, form)),
      scope: { type: echoed ? type : null, state: null },
      complete: true,
    }),
  };
}

export const SERVICES: readonly Printer<ServicesReport>[] = [
  printer(
    "filesys",
    "sc query type= filesys",
    { titled: true, processes: false },
    ({ fileSystemDrivers }) => fileSystemDrivers,
    "filesys",
  ),
  printer("one", "sc query w3svc", { titled: false, processes: false }, ({ webService }) => [webService]),
  printer("queryex", "sc queryex w3svc", { titled: false, processes: true }, ({ webService }) => [webService]),
];
