"""Real OpenSearch nodes for the tests: each a process of its own on the loopback address, so that one can be killed.

Java runs them; Maven fetches what they are made of (``node/pom.xml``). A node ends when its input does, so none
outlives the tests, however these end.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

_HERE = Path(__file__).parent / "node"
_HEAP = "-Xms256m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1".split()
_START = 180.0  # seconds


def missing() -> str:
    """Why no cluster can be started here; '' where it can."""
    for tool, why in (("java", "Java 17 or later"), ("javac", "a JDK"), ("mvn", "Maven")):
        if shutil.which(tool) is None:
            return f"{why} is not installed ({tool}): apt install default-jdk-headless maven"
    return ""


def class_path(folder: Path) -> str:
    """The class path of a node; Maven fetches the jars where they are not there yet."""
    out = folder / "classpath"
    command = ["mvn", "-q", "-B", "-f", str(_HERE / "pom.xml"), "dependency:build-classpath",
               f"-Dmdep.outputFile={out}"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode:
        raise RuntimeError("mvn: " + (done.stdout + done.stderr)[-800:])
    return out.read_text("utf-8").strip()


def free_ports(many: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody listens on."""
    sockets = [socket.socket() for _ in range(many)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Nodes:
    """A cluster; ``hosts`` are its addresses, dead nodes' too."""

    def __init__(self, folder: Path, many: int = 3) -> None:
        self._folder, self._classes = folder, class_path(folder)
        self._http, self._transport = free_ports(many), free_ports(many)
        self._processes: list[subprocess.Popen[bytes]] = []
        try:
            for number in range(many):
                self._processes.append(self._start(number))
            self.wait(many)
        except BaseException:
            self.stop()
            raise

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(f"http://127.0.0.1:{port}" for port in self._http)

    def kill(self, number: int) -> None:
        """End a node at once, without its leave (SIGKILL)."""
        self._processes[number].kill()
        self._processes[number].wait()

    def dead(self) -> list[int]:
        """The nodes that were killed or ended by themselves."""
        return [number for number, process in enumerate(self._processes) if process.poll() is not None]

    def revive(self, *numbers: int) -> None:
        """Start killed nodes again, with their old data, and wait until the cluster is whole."""
        for number in numbers:
            self._processes[number] = self._start(number)
        self.wait(len(self._processes))

    def stop(self) -> None:
        """End every node."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()

    def wait(self, many: int, status: str = "green") -> None:
        """Until the cluster has so many nodes and is green; ``RuntimeError`` with what the nodes say if it cannot be."""
        path = f"/_cluster/health?wait_for_nodes={many}&wait_for_status={status}&timeout=5s"
        until = time.monotonic() + _START
        while time.monotonic() < until and len(self._processes) - len(self.dead()) >= many:
            for number, host in enumerate(self.hosts):
                if self._processes[number].poll() is None and _answers(host + path):
                    return
            time.sleep(0.5)
        logs = [
            (self._folder / f"node{n}.log").read_text("utf-8")[-1500:] for n in range(len(self._processes))
        ]
        raise RuntimeError("no cluster: " + "\n".join(logs))

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        command = ["java", *_HEAP, "-cp", self._classes, str(_HERE / "Node.java"),
                   str(self._folder / f"node{number}"), *self._settings(number)]  # fmt: skip
        with (self._folder / f"node{number}.log").open("ab") as log:
            return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log)

    def _settings(self, number: int) -> Sequence[str]:
        names = ",".join(f"node{n}" for n in range(len(self._http)))
        return (
            f"node.name=node{number}",
            f"cluster.name=yiju-tests-{self._http[0]}",
            "network.host=127.0.0.1",
            f"http.port={self._http[number]}",
            f"transport.port={self._transport[number]}",
            "discovery.seed_hosts=" + ",".join(f"127.0.0.1:{port}" for port in self._transport),
            f"cluster.initial_cluster_manager_nodes={names}",
            "cluster.routing.allocation.disk.threshold_enabled=false",
            "node.processors=2",
        )


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
