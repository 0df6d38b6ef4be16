import type { IterationNode, Node } from 'ohm-js';
import type {
  Annotation,
  AnnotationArgument,
  Binder,
  Binding,
  ClauseItem,
  ComponentDeclaration,
  Declaration,
  Expression,
  FaultDeclaration,
  FunDeclaration,
  Import,
  Item,
  Name,
  TypeDeclaration,
  TypeExpression,
} from './ast.ts';
import { optional } from './expressions.ts';
import type { SafetyActionDict, SafetySemantics } from './generated/grammar.ts';
import { numberLiteral } from './literal.ts';
import type { Place } from './place.ts';

/** A component's first line; its items are read one by one. */
export type Head = Omit<ComponentDeclaration, 'items'>;

type Parameter = FunDeclaration['parameters'][number];
type Label = Pick<ClauseItem, 'name' | 'sentence'>;

/** Adds the operations that read declarations and items: `file` (imports), `declaration`, `head`, `item`. */
export function addItemOperations(semantics: SafetySemantics, place: Place): void {
  semantics.addOperation<Annotation>('annotation', annotationActions(place));
  semantics.addOperation<AnnotationArgument['value']>('annotationValue', annotationValueActions(place));
  semantics.addOperation<Binding>('binding', bindingActions(place));
  semantics.addOperation<Parameter>('parameter', parameterActions(place));
  semantics.addOperation<Label>('label', labelActions(place));
  semantics.addOperation<TypeDeclaration['definition']>('typeDefinition', typeDefinitionActions(place));
  semantics.addOperation<FaultDeclaration>('fault', { faultDeclaration: faultAction(place) });
  semantics.addOperation<ClauseItem>('clause', clauseActions(place));
  semantics.addOperation<Item>('item', itemActions(place));
  semantics.addOperation<Head>('head', headActions(place));
  semantics.addOperation<Import | Declaration>('declaration', declarationActions(place));
}

/** An item before its annotations and documentation are known. */
function bare(place: Place, node: Node) {
  return { documentation: null, annotations: [], span: place.spanOf(node) };
}

/** The item with what stands before it. Documentation may stand before and between the annotations. */
function annotated<T extends { readonly annotations: readonly Annotation[] }>(
  place: Place,
  annotations: IterationNode,
  inner: Node,
  item: T,
): T {
  const lines = [...annotations.children, inner].flatMap(
    (node) => place.tokens.documentation.get(place.tokenOf(node)) ?? [],
  );
  return {
    ...item,
    documentation: lines.length === 0 ? null : lines.join('\n'),
    annotations: annotations.children.map((node): Annotation => node.annotation()),
  };
}

const expressionOf = (node: Node): Expression => node.expression();
const typeOf = (node: Node): TypeExpression => node.type();

function listOf<T>(list: Node, read: (element: Node) => T): readonly T[] {
  return (list as Node).asIteration().children.map(read);
}

function annotationActions(place: Place): SafetyActionDict<Annotation> {
  const argument = (node: Node): AnnotationArgument => {
    const [key, value] = node.children as [IterationNode, Node];
    const name = optional(key, (present): Name => place.nameOf(present.children[0]!));
    return { name, value: value.annotationValue(), span: place.spanOf(node) };
  };
  return {
    annotation(_at, name, given) {
      const list = optional(given, (present) => listOf(present.children[1]!, argument));
      return { name: place.nameOf(name), arguments: list ?? [], span: place.spanOf(this) };
    },
  };
}

function annotationValueActions(place: Place): SafetyActionDict<AnnotationArgument['value']> {
  return {
    textValue(_text) {
      return { kind: 'string', text: place.stringOf(this) };
    },
    wordValue(_word) {
      return { kind: 'word', text: place.textOf(this) };
    },
    numberLiteral(_digits) {
      const literal = numberLiteral(place.tokens, place.tokenOf(this));
      if (literal.unit !== null) {
        place.refuse('SV020', 'an annotation takes a number without a unit', literal.unit.span, {
          help: `write it as text: "${place.textOf(this)}"`,
        });
      }
      return { kind: 'number', value: literal.value };
    },
  };
}

function bindingActions(place: Place): SafetyActionDict<Binding> {
  return {
    binding(name, _equals, value) {
      return { name: place.nameOf(name), value: value.expression(), span: place.spanOf(this) };
    },
  };
}

function parameterActions(place: Place): SafetyActionDict<Parameter> {
  return {
    funParameter(name, type) {
      return { name: place.nameOf(name), type: type.type(), span: place.spanOf(this) };
    },
  };
}

function labelActions(place: Place): SafetyActionDict<Label> {
  return {
    namedLabel(name, sentence, _colon) {
      return { name: place.nameOf(name), sentence: optional(sentence, (present) => place.stringOf(present)) };
    },
    sentenceLabel(sentence, _colon) {
      return { name: null, sentence: place.stringOf(sentence) };
    },
  };
}

function typeDefinitionActions(place: Place): SafetyActionDict<TypeDeclaration['definition']> {
  return {
    typeDefinition(definition) {
      if (definition.ctorName === 'type') return { kind: 'alias', type: typeOf(definition) };
      return { kind: 'enumeration', members: listOf(definition.children[1]!, (member) => place.nameOf(member)) };
    },
  };
}

function faultAction(place: Place) {
  return function (this: Node, _fault: Node, name: Node, bound: IterationNode): FaultDeclaration {
    return { kind: 'fault', name: place.nameOf(name), bound: optional(bound, expressionOf), ...bare(place, this) };
  };
}

function clauseActions(place: Place): SafetyActionDict<ClauseItem> {
  const clause = (node: Node, keyword: ClauseItem['keyword'], label: IterationNode, body: Node): ClauseItem => ({
    kind: 'clause',
    keyword,
    ...(optional(label, (present): Label => present.label()) ?? { name: null, sentence: null }),
    body: expressionOf(body),
    unless: [],
    tolerating: null,
    ...bare(place, node),
  });
  return {
    annotatedClause(annotations, inner) {
      return annotated(place, annotations, inner, inner.clause());
    },
    assumeClause(_assume, label, body) {
      return clause(this, 'assume', label, body);
    },
    invariantClause(_invariant, label, body) {
      return clause(this, 'invariant', label, body);
    },
    guaranteeClause(_guarantee, label, body, unless, tolerating) {
      return {
        ...clause(this, 'guarantee', label, body),
        unless: optional(unless, (present) => listOf(present.children[1]!, expressionOf)) ?? [],
        tolerating: optional(tolerating, expressionOf),
      };
    },
  };
}

function itemActions(place: Place): SafetyActionDict<Item> {
  const variable = (kind: 'var' | 'state') =>
    function (this: Node, _word: Node, name: Node, size: IterationNode, type: Node, value: IterationNode): Item {
      return {
        kind,
        name: place.nameOf(name),
        size: optional(size, expressionOf),
        type: typeOf(type),
        value: optional(value, expressionOf),
        ...bare(place, this),
      };
    };
  return {
    annotatedItem(annotations, inner) {
      return annotated(place, annotations, inner, inner.item() as Item);
    },
    clause(inner) {
      return inner.clause();
    },
    faultDeclaration(_fault, _name, _bound) {
      return this.fault();
    },
    varItem: variable('var'),
    stateItem: variable('state'),
    ...portActions(place),
    ...wiringActions(place),
    letItem(_let, name, type, value) {
      return {
        kind: 'let',
        name: place.nameOf(name),
        type: optional(type, typeOf),
        value: expressionOf(value),
        ...bare(place, this),
      };
    },
    nextItem(_next, name, index, value) {
      return {
        kind: 'next',
        name: place.nameOf(name),
        index: optional(index, expressionOf),
        value: expressionOf(value),
        ...bare(place, this),
      };
    },
    modeItem(_mode, name, _when, when, _open, clauses, _close) {
      return {
        kind: 'mode',
        name: place.nameOf(name),
        when: expressionOf(when),
        clauses: clauses.children.map((node): ClauseItem => node.clause()),
        ...bare(place, this),
      };
    },
    stepItem(_step, _first, duration) {
      return { kind: 'step', duration: expressionOf(duration), ...bare(place, this) };
    },
  };
}

function portActions(place: Place): SafetyActionDict<Item> {
  return {
    paramItem(_param, name, type, value) {
      return {
        kind: 'param',
        name: place.nameOf(name),
        type: typeOf(type),
        value: optional(value, expressionOf),
        ...bare(place, this),
      };
    },
    inputItem(_in, name, size, type) {
      return {
        kind: 'in',
        name: place.nameOf(name),
        size: optional(size, expressionOf),
        type: typeOf(type),
        ...bare(place, this),
      };
    },
    outputItem(delayed, _out, name, size, type, value) {
      return {
        kind: 'out',
        delayed: delayed.children.length > 0,
        name: place.nameOf(name),
        size: optional(size, expressionOf),
        type: typeOf(type),
        value: optional(value, expressionOf),
        ...bare(place, this),
      };
    },
  };
}

function wiringActions(place: Place): SafetyActionDict<Item> {
  return {
    partItem(_part, name, size, _colon, component, given) {
      return {
        kind: 'part',
        name: place.nameOf(name),
        size: optional(size, expressionOf),
        component: place.nameOf(component),
        bindings: bindingsOf(given),
        ...bare(place, this),
      };
    },
    connectItem(_connect, source, _arrow, targets, binders) {
      return {
        kind: 'connect',
        source: expressionOf(source),
        targets: listOf(targets, expressionOf),
        binders: optional(binders, (present) => listOf(present.children[1]!, (node): Binder => node.binder())) ?? [],
        ...bare(place, this),
      };
    },
  };
}

function bindingsOf(given: IterationNode): readonly Binding[] {
  return optional(given, (present) => listOf(present.children[1]!, (node): Binding => node.binding())) ?? [];
}

function headActions(place: Place): SafetyActionDict<Head> {
  return {
    annotatedHead(annotations, inner) {
      return annotated(place, annotations, inner, inner.head() as Head);
    },
    componentHead(keyword, name, refines, _open) {
      return {
        kind: 'component',
        keyword: place.symbolOf(keyword) === 'system' ? 'system' : 'component',
        name: place.nameOf(name),
        refines: optional(refines, (present) => place.nameOf(present.children[1]!)),
        ...bare(place, this),
      };
    },
  };
}

function declarationActions(place: Place): SafetyActionDict<Import | Declaration> {
  return {
    importDeclaration(_import, path) {
      return { kind: 'import', path: place.stringOf(path), pathSpan: place.spanOf(path), span: place.spanOf(this) };
    },
    annotatedDeclaration(annotations, inner) {
      return annotated(place, annotations, inner, inner.declaration() as Declaration);
    },
    unitDeclaration(_unit, name, definition) {
      const value = optional(definition, expressionOf);
      return { kind: 'unit', name: place.nameOf(name), definition: value, ...bare(place, this) };
    },
    constDeclaration(_const, name, type, value) {
      return {
        kind: 'const',
        name: place.nameOf(name),
        type: optional(type, typeOf),
        value: expressionOf(value),
        ...bare(place, this),
      };
    },
    typeDeclaration(_type, name, _equals, definition) {
      const read: TypeDeclaration['definition'] = definition.typeDefinition();
      return { kind: 'type', name: place.nameOf(name), definition: read, ...bare(place, this) };
    },
    funDeclaration(_fun, name, _open, parameters, _close, result, body) {
      return {
        kind: 'fun',
        name: place.nameOf(name),
        parameters: listOf(parameters, (node): Parameter => node.parameter()),
        result: optional(result, typeOf),
        body: expressionOf(body),
        ...bare(place, this),
      };
    },
    faultDeclaration(_fault, _name, _bound) {
      return this.fault();
    },
    verifyDeclaration(_verify, name, _colon, system, given) {
      return {
        kind: 'verify',
        name: place.nameOf(name),
        system: place.nameOf(system),
        bindings: bindingsOf(given),
        ...bare(place, this),
      };
    },
  };
}
