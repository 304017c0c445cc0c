/** Pure: a systemd unit for the controller, as strict as what it does allows. */
import { unitCommand, unitPath } from "./unitValues.ts"

export interface UnitFacts {
  readonly version: string
  readonly root: string
  readonly user: string
  readonly group: string
  /** Program and arguments. */
  readonly command: ReadonlyArray<string>
  /** What the controller changes; each has to be there when the unit starts. */
  readonly writable: ReadonlyArray<string>
  /** Holds the token. */
  readonly environmentFile: string
  /** Variables that stand there beside the token: addresses that carry a key. */
  readonly secretVariables: ReadonlyArray<string>
  /** The service refuses to start without what stands there. */
  readonly environmentNeeded: boolean
  /** It goes through LEDMatrix's own web service. */
  readonly besideWeb: boolean
  /** It listens on a port that is for privileged programs. */
  readonly lowPort: boolean
}

export const UNIT_NAME = "ledmatrix-reconciler.service"

const secretLines = (variables: ReadonlyArray<string>): string =>
  variables.length === 0
    ? "One line, LEDMATRIX_TOKEN=…"
    : `A line each: ${variables.map((name) => `${name}=…`).join(", ")} (its address carries a key, which everybody could read here), and LEDMATRIX_TOKEN=… where there is one`

export const unitText = (facts: UnitFacts): string => {
  const { command, environmentFile, group, root, user, version, writable } = facts
  const capabilities = facts.lowPort ? "CAP_NET_BIND_SERVICE" : ""
  const web = facts.besideWeb ? " ledmatrix-web.service" : ""
  const mounts = [...new Set([root, ...writable.filter((path) => !path.startsWith(`${root}/`))])]
  return `# ledmatrix-reconciler ${version}, for the LEDMatrix installation in
#   ${root}
# Print it again when that, its plugins directory or this program has moved. To install it:
#   sudo cp THIS-FILE /etc/systemd/system/${UNIT_NAME}
#   sudo systemctl daemon-reload
#   sudo systemctl enable --now ${UNIT_NAME}

[Unit]
Description=Keeps the plugins of a LEDMatrix sign in agreement
# Wanted, not needed: without network it repairs what needs none, and the rest later.
Wants=network-online.target
After=network-online.target${web}
RequiresMountsFor=${mounts.map(unitPath).join(" ")}

[Service]
Type=notify
# It tells systemd how it stands through a program of systemd's, which is a process of its own.
NotifyAccess=all
ExecStart=${unitCommand(command)}
User=${user}
Group=${group}
# ${secretLines(facts.secretVariables)}; readable for root alone (chmod 600).
EnvironmentFile=${facts.environmentNeeded ? "" : "-"}${environmentFile}
SyslogIdentifier=ledmatrix-reconciler
Restart=on-failure
RestartSec=10s
WatchdogSec=10min
# It ends within 10 seconds, and ends what it has started itself.
TimeoutStopSec=15s
KillMode=mixed

# A sign has little memory, and its display comes first.
Environment=MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=65536
MemoryHigh=128M
MemoryMax=192M
OOMScoreAdjust=300
Nice=10
IOSchedulingPriority=7

# It sees the whole system, and writes here alone. Homes stay visible: the installation may lie in one, and
# plugins may be links into others; what it could not see it would have to take for missing.
ProtectSystem=strict
ReadWritePaths=${writable.map(unitPath).join(" ")}
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
CacheDirectory=ledmatrix-reconciler
Environment=NODE_COMPILE_CACHE=%C/ledmatrix-reconciler

NoNewPrivileges=yes
CapabilityBoundingSet=${capabilities}
AmbientCapabilities=${capabilities}
# No RestrictSUIDSGID: plugin directories have the bit that hands their group on. No PrivateUsers: files of
# others must not look like one's own. No MemoryDenyWriteExecute: Node compiles while it runs.
LockPersonality=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
RemoveIPC=yes
RestrictNamespaces=yes
RestrictRealtime=yes
# Netlink is how the names and addresses of this machine are found out.
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`
}
