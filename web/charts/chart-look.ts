/** How charts look where they are shown: a canvas inherits neither colours nor type from the style sheet. */
export interface ChartLook {
  paper: string;
  raised: string;
  ink: string;
  quiet: string;
  line: string;
  accent: string;
  accentSoft: string;
  /** Start-up, which the figure leaves out, is drawn paler: its curve and the area beneath. */
  accentFaint: string;
  accentFainter: string;
  fontFamily: string;
  /** False when the reader asked for less motion. */
  motion: boolean;
}
