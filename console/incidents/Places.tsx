import type { Incident } from "../../src/http/api-types.ts";
import { useWords } from "../../ui/language.tsx";
import { TextLink } from "../frame/links.tsx";
import { words as frame } from "../frame/words.ts";
import type { OrderSearch } from "../orders/search.ts";
import { placesOf } from "./waits.ts";
import { incidentWords } from "./words.ts";

/** Links to the pages where an incident can be examined or repaired. */
export function Places({ cause }: { cause: Incident["cause"] }) {
  const said = useWords(frame);
  const words = useWords(incidentWords);
  return placesOf(cause).map((place) => {
    switch (place) {
      case "top":
        return (
          <TextLink key={place} to="/">
            {said.top}
          </TextLink>
        );
      case "connection":
        return (
          <TextLink key={place} to="/settings/smaregi">
            {said.connection}
          </TextLink>
        );
      case "log":
        return (
          <TextLink key={place} to="/settings/smaregi/log" search={{ state: "open" }}>
            {words.openLog}
          </TextLink>
        );
      case "orders":
        return (
          <TextLink key={place} to="/orders" search={{ link: "failed" } as OrderSearch}>
            {words.failedOrders}
          </TextLink>
        );
      case "notices":
        return (
          <TextLink key={place} to="/settings/notices">
            {said.notices}
          </TextLink>
        );
      case "webhooks":
        return (
          <TextLink key={place} to="/settings/webhooks">
            {said.webhooks}
          </TextLink>
        );
      default:
        return place satisfies never;
    }
  });
}
