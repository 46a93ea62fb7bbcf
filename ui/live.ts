import { useQueryClient, type Query, type QueryKey } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

/** The data of a live event: the kinds of things that changed. They are the first words of the query keys. */
type Changed = { topics: string[]; productIds?: string[] };

/** How long to wait before the next try if the server refused the stream: the browser itself gives up then. */
const againMs = 3_000;
/** How long a read may take before the next news is read beside it. */
const patienceMs = 10_000;
/**
 * The server greets an open page at least every 75 seconds. A page that has heard nothing for longer lost its connection unnoticed.
 */
const silenceMs = 100_000;
/** How often the silence is checked. */
const lookMs = 10_000;
/**
 * A hidden page closes its connection after this time. Without https a browser has only six connections to a server, and a seventh
 * tab would wait forever.
 */
const unseenMs = 5_000;

const concerns = ({ topics, productIds }: Changed, [about, kind, id]: QueryKey): boolean =>
  String(about)
    .split(" ")
    .some((topic) => topics.includes(topic)) &&
  !(kind === "product" && productIds !== undefined && !productIds.includes(String(id)));

/**
 * Reads again what a live event of the server names, while the page is open; everything after a lost connection (for example a
 * restart of the server). Returns true while the connection is open. A query's key begins with its topic (or several, separated by
 * spaces). A query with the key `[topic, "product", id]` is read again only if the event names that product, or names none. A
 * connection that is dead but not closed (the device slept, its network changed, a box on the way forgot it) is opened again. A
 * hidden page keeps no connection, and reads everything when it is visible again. `refused`: called if the server answers but gives
 * no events, for example because the session has ended.
 */
export function useLive(path: string, refused?: () => void): boolean {
  const client = useQueryClient();
  const [isConnected, setConnected] = useState(true);
  const tell = useRef(refused);
  tell.current = refused;
  useEffect(() => {
    let events: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let leaving: ReturnType<typeof setTimeout> | undefined;
    let news: ("all" | Changed)[] = [];
    let isReading = false;
    // Wall clock time: timers stop while the device sleeps.
    let heardAt = Date.now();
    // One read after the other: news in quick succession would each cancel the read before it.
    const readAgain = async () => {
      if (isReading) return;
      isReading = true;
      while (news.length > 0) {
        const told = news;
        news = [];
        const predicate = ({ queryKey }: Query) =>
          told.some((each) => each === "all" || concerns(each, queryKey));
        const longEnough = new Promise((done) => setTimeout(done, patienceMs));
        await Promise.race([client.invalidateQueries({ predicate }), longEnough]);
      }
      isReading = false;
    };
    const hear = (what: "all" | Changed) => {
      heardAt = Date.now();
      news.push(what);
      void readAgain();
    };
    const greeted = () => {
      setConnected(true);
      // Anything read before the greeting, also before the first one, may be older than the connection.
      hear("all");
    };
    const changed = (event: MessageEvent<string>) => hear(JSON.parse(event.data) as Changed);
    const open = () => {
      heardAt = Date.now();
      events = new EventSource(path);
      events.addEventListener("hello", greeted);
      events.addEventListener("changed", changed);
      events.addEventListener("error", () => {
        setConnected(false);
        if (events?.readyState !== EventSource.CLOSED) return;
        tell.current?.();
        again = setTimeout(open, againMs);
      });
    };
    const close = () => {
      clearTimeout(again);
      events?.close();
      events = undefined;
    };
    const isSeen = () => document.visibilityState !== "hidden";
    const look = () => {
      if (events === undefined || Date.now() - heardAt < silenceMs) return;
      setConnected(false);
      close();
      open();
    };
    const seeOrLeave = () => {
      clearTimeout(leaving);
      if (!isSeen()) leaving = setTimeout(close, unseenMs);
      else if (events === undefined) open();
      // At once: the timer may have slept as well.
      else look();
    };
    if (isSeen()) open();
    const looking = setInterval(look, lookMs);
    document.addEventListener("visibilitychange", seeOrLeave);
    return () => {
      document.removeEventListener("visibilitychange", seeOrLeave);
      clearInterval(looking);
      clearTimeout(leaving);
      close();
    };
  }, [client, path]);
  return isConnected;
}
