import "@mantine/core/styles/baseline.css";
import "@mantine/core/styles/default-css-variables.css";
import "@mantine/core/styles/global.css";
import { RouterProvider } from "@tanstack/react-router";
import { mount } from "../ui/mount.tsx";
import { router } from "./router.tsx";
import "./shop.css";

mount(<RouterProvider router={router} />);
