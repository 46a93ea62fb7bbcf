import { useQueryClient, type Query, type QueryKey } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

/** What a live event says: kinds of things that changed. They are the first words of the query keys. */
type Changed = { topics: string[]; productIds?: string[] };

/** How soon to try again where the server refused the stream: the browser itself gives up then. */
const againMs = 3_000;
/** How long a reading may take before news is read beside it. */
const patienceMs = 10_000;
/** The server greets an open page again at least every 75 seconds. One that has heard nothing for longer has lost it, and nobody said so. */
const silenceMs = 100_000;
/** How often that is looked at. */
const lookMs = 10_000;
/**
 * A page that nobody sees gives its connection up after so long: without https a browser has six to a server, and a seventh tab would
 * wait for one for ever.
 */
const unseenMs = 5_000;

const concerns = ({ topics, productIds }: Changed, [about, kind, id]: QueryKey): boolean =>
  String(about)
    .split(" ")
    .some((topic) => topics.includes(topic)) &&
  !(kind === "product" && productIds !== undefined && !productIds.includes(String(id)));

/**
 * Reads again whatever on the page an event of the server names, as long as the page is open; after a lost connection (a
 * restart of the server, say), everything. Answers whether the connection stands. A query's key begins with its topic (or
 * several, with spaces between); one with the key `[topic, "product", id]` is read again only where the event names that
 * product, or none. A connection that is dead without an end (the device slept, its network changed, a box on the way forgot it) is
 * opened anew. A page that nobody sees keeps none, and reads everything when it is seen again. `refused`: the server answered and gives
 * no events, to one whose session ended for instance.
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
    // By the clock on the wall: others stand still while the device sleeps.
    let heardAt = Date.now();
    // One reading after the other: news in quick succession would end each before it has come to anything.
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
      // What was read before the greeting, the first one too, may be older than the connection.
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
      // At once: what counts the time may have slept as well.
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
