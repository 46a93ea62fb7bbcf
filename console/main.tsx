import "@mantine/core/styles.css";
import { RouterProvider } from "@tanstack/react-router";
import { Dialogs } from "../ui/Dialogs.tsx";
import { mount } from "../ui/mount.tsx";
import { router } from "./router.tsx";

mount(
  <Dialogs>
    <RouterProvider router={router} />
  </Dialogs>,
);
