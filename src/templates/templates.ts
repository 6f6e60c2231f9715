import { m, type Locale } from '../messages/speak';

/** A message without inputs, which can be said in either language. */
type Said = (inputs?: Record<string, never>, options?: { locale?: Locale }) => string;

export const TEMPLATE_IDS = ['repurchase-review', 'client-check', 'member-board', 'blank'] as const;
export type TemplateId = (typeof TEMPLATE_IDS)[number];

export interface Template {
  id: TemplateId;
  title: Said;
  /** A line on what it answers. */
  summary: Said;
}

/** What a new notebook can start with, in the order in which they are offered. */
export const TEMPLATES: readonly Template[] = [
  { id: 'repurchase-review', title: m.templates_review, summary: m.templates_review_text },
  { id: 'client-check', title: m.templates_check, summary: m.templates_check_text },
  { id: 'member-board', title: m.templates_members, summary: m.templates_members_text },
  { id: 'blank', title: m.templates_blank, summary: m.templates_blank_text },
];
