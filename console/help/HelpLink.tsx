import { useWords } from "../../ui/language.tsx";
import { TextLink } from "../frame/links.tsx";
import "./help.css";
import { helpWords, type TopicName } from "./words.ts";

/** 「?」 beside a heading: a link to the help page of its subject. */
export function HelpLink({ topic }: { topic: TopicName }) {
  const words = useWords(helpWords);
  const says = words.about(words.titles[topic]);
  return (
    <TextLink to="/help/$topic" params={{ topic }} aria-label={says} title={says} className="help-link">
      ?
    </TextLink>
  );
}
