import type { MathProblem } from "./math_problems.ts";

/**
 * The four worked problems that Minerva's prompt for MATH shows, letter for letter, slips included.
 *
 * Source: Lewkowycz et al. 2022 (arXiv:2206.14858), appendix D.2.
 */
export const MINERVA_EXAMPLES: readonly MathProblem[] = [
  {
    problem: String.raw`Find the domain of the expression  $\frac{\sqrt{x-2}}{\sqrt{5-x}}$.}`,
    solution: String
      .raw`The expressions inside each square root must be non-negative. Therefore, $x-2 \ge 0$, so $x\ge2$, and $5 - x \ge 0$, so $x \le 5$. Also, the denominator cannot be equal to zero, so $5-x>0$, which gives $x<5$. Therefore, the domain of the expression is $\boxed{[2,5)}$.
Final Answer: The final answer is $[2,5)$. I hope it is correct.`,
  },
  {
    problem: String
      .raw`If $\det \mathbf{A} = 2$ and $\det \mathbf{B} = 12,$ then find $\det (\mathbf{A} \mathbf{B}).$`,
    solution: String
      .raw`We have that $\det (\mathbf{A} \mathbf{B}) = (\det \mathbf{A})(\det \mathbf{B}) = (2)(12) = \boxed{24}.$
Final Answer: The final answer is $24$. I hope it is correct.`,
  },
  {
    problem:
      "Terrell usually lifts two 20-pound weights 12 times. If he uses two 15-pound weights instead, how " +
      "many times must Terrell lift them in order to lift the same total weight?",
    solution: String
      .raw`If Terrell lifts two 20-pound weights 12 times, he lifts a total of $2\cdot 12\cdot20=480$ pounds of weight.  If he lifts two 15-pound weights instead for $n$ times, he will lift a total of $2\cdot15\cdot n=30n$ pounds of weight.  Equating this to 480 pounds, we can solve for $n$:
\begin{align*}
30n&=480\\
\Rightarrow\qquad n&=480/30=\boxed{16}
\end{align*}
Final Answer: The final answer is $16$. I hope it is correct.`,
  },
  {
    problem: String.raw`If the system of equations

\begin{align*}
6x-4y&=a,\\
6y-9x &=b.
\end{align*}has a solution $(x, y)$ where $x$ and $y$ are both nonzero,
find $\frac{a}{b},$ assuming $b$ is nonzero.`,
    solution: String.raw`If we multiply the first equation by $-\frac{3}{2}$, we obtain

$$6y-9x=-\frac{3}{2}a.$$Since we also know that $6y-9x=b$, we have

$$-\frac{3}{2}a=b\Rightarrow\frac{a}{b}=\boxed{-\frac{2}{3}}.$$
Final Answer: The final answer is $-\frac{2}{3}$. I hope it is correct.`,
  },
];

const ask = (problem: string) => `Problem:\n${problem}\n\nSolution:`;

/**
 * The few-shot prompt for a problem of MATH; Minerva's has all of {@linkcode MINERVA_EXAMPLES}.
 *
 * @param examples Problems that are shown with their solutions.
 */
export function minervaPrompt(problem: string, examples: readonly MathProblem[]): string {
  const solved = examples.map(({ problem, solution }) => `${ask(problem)} ${solution}\n\n`);
  return solved.join("") + ask(problem);
}
