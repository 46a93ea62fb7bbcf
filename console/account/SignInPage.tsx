import { Paper, Text } from "@mantine/core";
import { useWords } from "../../ui/language.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { SignInForm } from "./SignInForm.tsx";
import { SignInFrame } from "./SignInFrame.tsx";
import { signInWords } from "./words.ts";

/** The sign-in on a page of its own; `problem`: why the reader was sent to it. */
export function SignInPage({ problem, done }: { problem?: Error; done?: () => void }) {
  const words = useWords(signInWords);
  return (
    <SignInFrame>
      <ProblemNotice error={problem} />
      <Paper p="lg">
        <SignInForm {...(done === undefined ? {} : { done })} />
      </Paper>
      <Text size="sm" className="soft">
        {words.forgotten}
      </Text>
    </SignInFrame>
  );
}
