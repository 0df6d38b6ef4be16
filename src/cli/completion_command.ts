import { Failure } from './failure.ts';
import type { Outcome } from './outcome.ts';

/** `completion SHELL`: the script with which a shell completes the commands, and files after them. */
export function completion(shell: string, commands: readonly string[]): Outcome {
  const script = SCRIPTS.get(shell);
  if (script === undefined)
    throw new Failure(
      'SV300',
      `there is no completion for \`${shell}\``,
      `the shells are ${[...SCRIPTS.keys()].join(', ')}`,
    );
  process.stdout.write(script(commands.join(' ')));
  return { code: 0, reason: null };
}

const SCRIPTS: ReadonlyMap<string, (commands: string) => string> = new Map([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
]);

function bash(commands: string): string {
  return `# in ~/.bashrc: source <(safeverify completion bash)
_safeverify() {
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W "${commands}" -- "\${COMP_WORDS[1]}"))
  else COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
  fi
}
complete -o filenames -F _safeverify safeverify
`;
}

function zsh(commands: string): string {
  return `# in ~/.zshrc, after compinit: source <(safeverify completion zsh)
_safeverify() {
  if (( CURRENT == 2 )); then compadd ${commands}; else _files; fi
}
compdef _safeverify safeverify
`;
}

function fish(commands: string): string {
  return `# safeverify completion fish > ~/.config/fish/completions/safeverify.fish
complete -c safeverify -n __fish_use_subcommand -f -a "${commands}"
`;
}
