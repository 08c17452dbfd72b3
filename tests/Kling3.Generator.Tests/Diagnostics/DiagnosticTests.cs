using System.Globalization;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kling3.Generator.Tests.Diagnostics;

/// <summary>
/// Each diagnostic at its line and column, with the pointer and the cure in its message. Where one is expected, the document has a «; the
/// mark itself is taken out before the generator sees it.
/// </summary>
public sealed class DiagnosticTests
{
    private const string Head = "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths: {}\n";

    /// <summary>The id, the document with its marks, and the message of each, in the order of the document.</summary>
    public static TheoryData<string, string, string[]> Documents => new()
    {
        { "K3G001", "openapi: 3.0.3\npaths: [\n  a: «}", ["Not a well-formed YAML document: While parsing a node, did not find expected node content. Correct the text at this place."] },
        { "K3G001", "openapi: 3.0.3\npaths:\n  /a:\n  «\tget: {}\n", ["Not a well-formed YAML document: While scanning a mapping, found invalid tab as indentation. Correct the text at this place."] },
        { "K3G001", Head + "x:\n  y: [ a«,\nb ]\n", ["Not a well-formed YAML document: after this, a line in brackets is not indented further than the key before them. Correct the text at this place."] },
        { "K3G002", "«# nothing but a comment\n", ["The document is empty. Begin it with 'openapi: 3.0.3', 'info' and 'paths'."] },
        { "K3G003", "«swagger: '2.0'\npaths: {}\n", ["This is a Swagger 2.0 document. OpenAPI 3.0 and 3.1 are read: convert the document, or correct 'openapi'."] },
        { "K3G003", "openapi: «3.2.0\npaths: {}\n", ["The version is '3.2.0'. OpenAPI 3.0 and 3.1 are read: convert the document, or correct 'openapi'."] },
        { "K3G003", "«paths: {}\n", ["The document has no 'openapi' key, so its version is unknown. OpenAPI 3.0 and 3.1 are read: convert the document, or correct 'openapi'."] },
        { "K3G004", Head + "components:\n  schemas:\n    A: { type: string }\n    «A: { type: integer }\n", ["#/components/schemas: the key 'A' stands twice (first in line 6), so one of the two would be lost. Remove or rename one."] },
        { "K3G005", Head + "components:\n  schemas:\n    A: { type: object, properties: «[ x ] }\n    B: { type: string, minLength: «-1 }\n", ["#/components/schemas/A/properties: an object is expected here.", "#/components/schemas/B/minLength: a whole number from 0 is expected here."] },
        { "K3G005", "«- openapi\n- 3.0.3\n", ["#: an OpenAPI document is an object. Begin it with 'openapi: 3.0.3'."] },
        { "K3G006", Head + "components:\n  schemas:\n    A: { type: «strng }\n    B: { type: object, properties: { c: { type: «int } } }\n", ["#/components/schemas/A/type: 'strng' is no type. Write one of string, number, integer, boolean, array, object.", "#/components/schemas/B/properties/c/type: 'int' is no type. Write one of string, number, integer, boolean, array, object."] },
        { "K3G007", Head + "components:\n  schemas:\n    A: { type: object, properties: { when: { type: string, format: «datetime } } }\n", ["#/components/schemas/A/properties/when: the format 'datetime' has no meaning for type string, so it is ignored. Remove it, or write one that is known."] },
        { "K3G008", Head + "components:\n  schemas:\n    A: { type: object, properties: { b: { $ref: «'#/components/schemas/B' } } }\n", ["#/components/schemas/A/properties/b: '#/components/schemas/B' is not in this document. Correct the pointer, or add what it names."] },
        { "K3G009", Head + "components:\n  schemas:\n    A: { $ref: «'common.yaml#/A' }\n    B: { $ref: «'https://example.com/b.json' }\n", ["#/components/schemas/A: 'common.yaml#/A' is outside this document, and nothing else is ever read. Bundle the documents into one.", "#/components/schemas/B: 'https://example.com/b.json' is outside this document, and nothing else is ever read. Bundle the documents into one."] },
        { "K3G010", Head + "components:\n  schemas:\n    A: { $ref: «'#/components/schemas/B' }\n    B: { $ref: «'#/components/schemas/A' }\n", ["#/components/schemas/A: '#/components/schemas/B' leads back to itself by references only. Write out one of them.", "#/components/schemas/B: '#/components/schemas/A' leads back to itself by references only. Write out one of them."] },
        { "K3G011", Head + "components:\n  schemas:\n    A: { allOf: [ { $ref: '#/components/schemas/B' } ], properties: { x: { type: string } } }\n    B: { allOf: [ { $ref: «'#/components/schemas/A' } ] }\n", ["#/components/schemas/B: the schema contains itself by way of #/components/schemas/A, so no value could satisfy it. Remove one of the references."] },
        { "K3G012", Head + "components:\n  schemas:\n    A: { oneOf: [ { $ref: '#/components/schemas/B' } ], discriminator: «{ } }\n    B: { type: object, properties: { kind: { type: string } } }\n", ["#/components/schemas/A/discriminator: a discriminator must name its 'propertyName', a text. Write it."] },
        { "K3G012", Head + "components:\n  schemas:\n    A:\n      oneOf: [ { $ref: '#/components/schemas/B' } ]\n      discriminator: { propertyName: kind, mapping: { b: '#/components/schemas/B', c: «'#/components/schemas/C' } }\n    B: { type: object, properties: { kind: { type: string } } }\n", ["#/components/schemas/A/discriminator/mapping/c: 'c' is mapped to '#/components/schemas/C', which is not in this document. Correct the mapping, or add the schema."] },
        { "K3G012", Head + "components:\n  schemas:\n    A: { type: object, properties: { kind: { type: string, enum: [ cat, dog ] } }, discriminator: { propertyName: kind, mapping: { cat: Cat } } }\n    Cat: { allOf: [ { $ref: '#/components/schemas/A' } ], properties: { p: { type: string } } }\n    HotDog: «{ allOf: [ { $ref: '#/components/schemas/A' } ], properties: { p: { type: string } } }\n", ["#/components/schemas/HotDog: no value is mapped to #/components/schemas/HotDog, so its name means it: 'HotDog', which the 'enum' of 'kind' does not allow. Map the right value to it."] },
        { "K3G021", Head + "components:\n  schemas:\n    A: { oneOf: [ { $ref: '#/components/schemas/B' }, «{ type: object, properties: { kind: { type: string } } } ], discriminator: { propertyName: kind, mapping: { b: B, c: B } } }\n    B: { type: object, properties: { kind: { type: string } } }\n", ["#/components/schemas/A/oneOf/1: no value of 'kind' means this case, which has no name: the union is kept as raw JSON with a way to each case. Give its 'kind' an 'enum' of one value, or move it to 'components/schemas'."] },
        { "K3G013", Head + "components:\n  schemas:\n    A: { oneOf: [ «{ $ref: '#/components/schemas/B' } ], discriminator: { propertyName: kind } }\n    B: { type: object, properties: { kind: { type: string } } }\n", ["#/components/schemas/A/oneOf/0: neither a 'mapping' nor an 'enum' of its own says which 'kind' means #/components/schemas/B, so its name does: 'B'. Add a 'mapping' to the discriminator."] },
        { "K3G014", Head + "components:\n  schemas:\n    A: { type: object, properties: { task_id: { type: string }, «taskId: { type: string } } }\n    a: «{ type: object, properties: { x: { type: string } } }\n", ["#/components/schemas/A/properties/taskId: 'taskId' would be 'TaskId' in C#, which is taken, so it is 'TaskId2'. Rename one of the two to choose the name.", "#/components/schemas/a: 'a' would be 'A' in C#, which is taken, so it is 'A2'. Rename one of the two to choose the name."] },
        { "K3G015", Head + "components:\n  schemas:\n    A: { type: object, properties: { n: { type: integer, maximum: 5, default: «6 } } }\n", ["#/components/schemas/A/properties/n/default: the default does not satisfy the schema it stands in: number too big. Correct the default or the schema."] },
        { "K3G016", Head + "components:\n  schemas:\n    A: { type: object, properties: { n: { type: string, enum: [ x, y ], example: «z } } }\n", ["#/components/schemas/A/properties/n/example: the example does not satisfy the schema it stands in: not in enumeration. Correct the example or the schema."] },
        { "K3G017", Head + "components:\n  schemas:\n    A: { type: object, properties: { n: { type: integer, minimum: «5, maximum: 4 }, s: { type: string, minLength: «3, maxLength: 2 } } }\n", ["#/components/schemas/A/properties/n: 'minimum' is 5 and 'maximum' is 4, so no value satisfies both. Correct one of the two.", "#/components/schemas/A/properties/s: 'minLength' is 3 and 'maxLength' is 2, so no value satisfies both. Correct one of the two."] },
        { "K3G017", Head + "components:\n  schemas:\n    A: { enum: [ a, b ], const: «c }\n    B: { const: «c, enum: [ a ] }\n", ["#/components/schemas/A: 'const' is 'c' and 'enum' does not have it, so no value satisfies both. Correct one of the two.", "#/components/schemas/B: 'const' is 'c' and 'enum' does not have it, so no value satisfies both. Correct one of the two."] },
        { "K3G018", Head + "components:\n  schemas:\n    A: { type: object, properties: { n: { type: integer } }, x-cost: «{ rules: [ «{ of: n } ] } }\n", ["#/components/schemas/A/x-cost: 'unit' must say what is charged, such as credits.", "#/components/schemas/A/x-cost/rules/0: a rule must have exactly one of 'fixed', 'perUnit' and 'table'."] },
        { "K3G019", Head + "components:\n  schemas:\n    A: { type: object, properties: { n: { type: integer } }, x-cost: { unit: credits, rules: [ { of: «m, perUnit: 1 } ] } }\n", ["#/components/schemas/A/x-cost/rules/0/of: 'm' leads to nothing in the request's properties. Correct the pointer, or add the property."] },
        { "K3G005", Head + "components:\n  schemas:\n    A: { $ref: «'#/components/responses/R' }\n    B: { $ref: «5 }\n    C: { $ref: «'#' }\n  responses:\n    R: { $ref: «'#/components/schemas/A' }\n", ["#/components/schemas/A: '#/components/responses/R' leads to another kind of object than belongs here. Refer to one of '#/components/schemas'.", "#/components/schemas/B/$ref: a reference is a text such as '#/components/schemas/Name'. Write the pointer to what is meant.", "#/components/schemas/C: '#' leads to another kind of object than belongs here. Refer to one of '#/components/schemas'.", "#/components/responses/R: '#/components/schemas/A' leads to another kind of object than belongs here. Refer to one of '#/components/responses'."] },
        { "K3G005", "openapi: 3.0.3\ninfo: «5\nservers: «x\npaths:\n  /a: «5\n  /b: { get: { parameters: «{ }, responses: «[ ], deprecated: «maybe } }\ncomponents: { headers: «5, parameters: { P: { name: p, in: query, schema: «5 } } }\n", ["#/info: an object is expected here.", "#/servers: a list is expected here.", "#/paths/~1a: an object is expected here.", "#/paths/~1b/get/parameters: a list is expected here.", "#/paths/~1b/get/responses: an object is expected here.", "#/paths/~1b/get/deprecated: true or false is expected here.", "#/components/headers: an object is expected here.", "#/components/parameters/P/schema: a schema must be an object. Write it as one."] },
        { "K3G008", Head + "components:\n  parameters: { P: { $ref: «'#/components/parameters/Q' } }\n  links: { L: { $ref: «'#/components/links/M' } }\n  examples: { E: { $ref: «'#/components/examples/F' } }\n", ["#/components/parameters/P: '#/components/parameters/Q' is not in this document. Correct the pointer, or add what it names.", "#/components/links/L: '#/components/links/M' is not in this document. Correct the pointer, or add what it names.", "#/components/examples/E: '#/components/examples/F' is not in this document. Correct the pointer, or add what it names."] },
        { "K3G011", Head + "components:\n  schemas:\n    A: { allOf: [ { $ref: «'#/components/schemas/A' } ] }\n    B: { allOf: [ { allOf: [ { $ref: «'#/components/schemas/B' } ] } ] }\n    C: { type: object, properties: { a: { $ref: '#/components/schemas/A' } } }\n", ["#/components/schemas/A: the schema contains itself by way of #/components/schemas/A, so no value could satisfy it. Remove one of the references.", "#/components/schemas/B/allOf/0: the schema contains itself by way of #/components/schemas/B, so no value could satisfy it. Remove one of the references."] },
        { "K3G015", Head + "components:\n  schemas:\n    A: { type: array, items: { type: object, required: [ y ], properties: { y: { }, x: { allOf: [ { $ref: '#/components/schemas/B' } ] } } }, default: [ { x: 1, y: 1 }, «{ x: «9 } ] }\n    B: { type: integer, maximum: 5 }\n    C: { type: string, pattern: '^a+$', default: «bbb }\n    D: { type: string, format: date-time, default: «yesterday }\n    E: { type: number, multipleOf: 0.5, default: «0.7 }\n    F: { type: integer, format: int32, default: «3000000000 }\n    G: { type: integer, default: 5.0 }\n", ["#/components/schemas/A/default/1: the default does not satisfy the schema it stands in: the required property 'y' is missing. Correct the default or the schema.", "#/components/schemas/A/default/1/x: the default does not satisfy the schema it stands in: number too big. Correct the default or the schema.", "#/components/schemas/C/default: the default does not satisfy the schema it stands in: pattern mismatch. Correct the default or the schema.", "#/components/schemas/D/default: the default does not satisfy the schema it stands in: date time expected. Correct the default or the schema.", "#/components/schemas/E/default: the default does not satisfy the schema it stands in: it is no multiple of 'multipleOf'. Correct the default or the schema.", "#/components/schemas/F/default: the default does not satisfy the schema it stands in: number too big. Correct the default or the schema."] },
        { "K3G017", Head + "components:\n  schemas:\n    A: { type: string, enum: [ q, «5 ] }\n    B: { type: integer, minimum: 3, maximum: 5, enum: [ «2, 3, 5, «6 ] }\n    C: { type: string, maxLength: 2, enum: [ ab, «abc ] }\n    D: { type: integer, format: «int32, minimum: 3000000000 }\n    E: { type: integer, format: int32, enum: [ 1, «3000000000 ] }\n", ["#/components/schemas/A/enum/1: 'enum' has '5' and 'type' is another, so no value satisfies both. Correct one of the two.", "#/components/schemas/B/enum/0: 'enum' has '2' and 'minimum' is 3, so no value satisfies both. Correct one of the two.", "#/components/schemas/B/enum/3: 'enum' has '6' and 'maximum' is 5, so no value satisfies both. Correct one of the two.", "#/components/schemas/C/enum/1: 'enum' has 'abc' and 'maxLength' is 2, so no value satisfies both. Correct one of the two.", "#/components/schemas/D: 'format' is int32 and 'minimum' is 3000000000, so no value satisfies both. Correct one of the two.", "#/components/schemas/E/enum/1: 'enum' has '3000000000' and 'format' is int32, so no value satisfies both. Correct one of the two."] },
        { "K3G018", Head + "components:\n  schemas:\n    A: { type: object, properties: { n: { type: integer }, e: { type: string, enum: [ x, y ] }, b: { type: boolean } }, x-cost: { unit: credits, rules: [ { of: n, table: { 5: 1, «many: 2 } }, { of: e, table: { x: 1, y: 2 } }, { of: n, table: «{ } }, { when: { b: «maybe }, fixed: 1 }, { when: { n: «[ 1 ] }, of: «n, fixed: 1 } ] } }\n", ["#/components/schemas/A/x-cost/rules/0/table/many: 'n' is never 'many', as that is not of its type. Write a value that it can have.", "#/components/schemas/A/x-cost/rules/2/table: 'table' must have a price for at least one value.", "#/components/schemas/A/x-cost/rules/3/when/b: 'b' is never 'maybe', as that is not of its type. Write a value that it can have.", "#/components/schemas/A/x-cost/rules/4/when/n: 'n' is compared with a text, a number or true or false. Write one.", "#/components/schemas/A/x-cost/rules/4/of: 'of' says nothing beside 'fixed'. Remove one of the two."] },
        { "K3G017", Head + "components:\n  schemas:\n    A: { type: object, properties: { e: { type: string, enum: [ x, y ] } }, x-cost: { unit: credits, rules: [ { of: e, table: { x: 1, «z: 2 } } ] } }\n", ["#/components/schemas/A/x-cost/rules/0/table/z: this price counts only where 'e' is 'z', and its schema does not allow that, so no value satisfies both. Correct one of the two."] },
        { "K3G019", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\nx-envelope: { code: «/nope, message: «/none, success: [ 200 ] }\npaths:\n  /t:\n    get:\n      operationId: status\n      x-polling: { state: «/state, succeeded: [ OK ], error: [ «/error, «/reason ] }\n      responses: { '200': { description: d, content: { application/json: { schema: { type: object, properties: { code: { type: integer }, status: { type: string }, count: { type: integer } } } } } } }\n", ["#/x-envelope/code: '/nope' leads to nothing in any reply. Correct the pointer, or add the property.", "#/x-envelope/message: '/none' leads to nothing in any reply. Correct the pointer, or add the property.", "#/paths/~1t/get/x-polling/state: '/state' leads to nothing in the reply of 'status'. Correct the pointer, or add the property.", "#/paths/~1t/get/x-polling/error/0: '/error' leads to nothing in the reply of 'status'. Correct the pointer, or add the property.", "#/paths/~1t/get/x-polling/error/1: '/reason' leads to nothing in the reply of 'status'. Correct the pointer, or add the property."] },
        { "K3G019", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n  /t:\n    post:\n      operationId: start\n      requestBody: { required: true, content: { application/json: {} } }\n      responses: { '200': { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Task' } } }, links: { l: { operationId: status, parameters: { id: '$response.body#/id' } } } } }\n    get:\n      operationId: status\n      parameters: [ { name: id, in: query, required: true, schema: { type: string } } ]\n      x-polling: { state: «/state, succeeded: [ OK ], results: /files, error: «/error }\n      responses: { '200': { description: d, content: { application/json: { schema: { oneOf: [ { $ref: '#/components/schemas/Task' }, { $ref: '#/components/schemas/Gone' } ] } } } } }\ncomponents:\n  schemas:\n    Task: { type: object, required: [ id ], properties: { id: { type: string }, state: { type: string }, files: { type: array, items: { type: string } } } }\n    Gone: { type: object, required: [ since ], properties: { since: { type: string } } }\n", ["#/paths/~1t/get/x-polling/state: '/state' leads to nothing in 'Gone', which the reply of 'status' may be. Correct the pointer, or add the property.", "#/paths/~1t/get/x-polling/error: '/error' leads to nothing in the reply of 'status'. Correct the pointer, or add the property."] },
        { "K3G018", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\nx-envelope: { code: /code, success: [ 200 ] }\npaths:\n  /t:\n    get:\n      operationId: status\n      x-polling: { state: /status, succeeded: [ OK ], results: «/count }\n      responses: { '200': { description: d, content: { application/json: { schema: { type: object, properties: { code: { type: integer }, status: { type: string }, count: { type: integer } } } } } } }\n", ["#/paths/~1t/get/x-polling/results: this leads to no list, text or object that could hold addresses. Name a property that is one."] },
        { "K3G021", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n  /a:\n    post:\n      requestBody: { required: true, content: «{ multipart/form-data: {} } }\n      responses: { '204': { description: d } }\n", ["#/paths/~1a/post: its body is multipart/form-data, and only JSON, text and bytes are sent, so the operation is left out. Call it by hand, or describe it in another way."] },
        { "K3G021", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n  /a:\n    post:\n      requestBody: { required: true, content: «{ image/*: {}, text/plain; charset=latin1: {} } }\n      responses: { '204': { description: d } }\n  /b:\n    post:\n      requestBody: { required: true, content: «{ «text/plain; utf-8: {}, multipart/form-data: {} } }\n      responses: { '200': { description: d, content: { «JSON: {}, application/json: {} } } }\n", ["#/paths/~1a/post: its body is image/*, text/plain; charset=latin1, which names no one media type in UTF-8 to send it as, so the operation is left out. Call it by hand, or describe it in another way.", "#/paths/~1b/post: its body is text/plain; utf-8, multipart/form-data, and only JSON, text and bytes are sent, so the operation is left out. Call it by hand, or describe it in another way.", "#/paths/~1b/post/requestBody/content/text~1plain; utf-8: 'text/plain; utf-8' is no media type, so what it describes is neither sent nor read. Write one such as application/json.", "#/paths/~1b/post/responses/200/content/JSON: 'JSON' is no media type, so what it describes is neither sent nor read. Write one such as application/json."] },
        { "K3G018", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n  /t:\n    get:\n      operationId: status\n      x-polling: { state: /status, succeeded: [ OK, DONE ], failed: [ BAD, «DONE ] }\n      responses: { '200': { description: d, content: { application/json: { schema: { type: object, properties: { status: { type: string } } } } } } }\n", ["#/paths/~1t/get/x-polling/failed/1: 'DONE' is both a success and a failure. Leave it in one of the two."] },
        { "K3G018", Head + "components:\n  schemas:\n    A: { type: integer, enum: [ 1, 2 ], x-enumNames: «{ a: 1 } }\n    B: { type: integer, enum: [ 1, 2 ], «x-enum-varnames: [ One ] }\n", ["#/components/schemas/A/x-enumNames: 'x-enumNames' must be a list with one name for each value of 'enum'.", "#/components/schemas/B/x-enum-varnames: 'x-enum-varnames' has 1 names for 2 values. Give each value of 'enum' one name."] },
        { "K3G021", Head + "components:\n  schemas:\n    A: { type: object, required: [ x, «b ], properties: { x: { type: string } } }\n    B: { type: object, required: [ «c ], additionalProperties: { type: string } }\n    C: { allOf: [ { $ref: '#/components/schemas/D' }, { required: [ x ] } ] }\n    D: { type: object, properties: { x: { type: string } } }\n", ["#/components/schemas/A/required/1: 'b' is required and no property of the schema, so it is not checked before a call. Add the property, or correct the name.", "#/components/schemas/B/required/0: 'c' is required and no property of the schema, so it is not checked before a call. Add the property, or correct the name."] },
        { "K3G021", Head + "components:\n  schemas:\n    A: { type: object, discriminator: «{ propertyName: kind } }\n    B: { type: object, properties: { kind: { type: string } }, discriminator: «{ propertyName: kind } }\n", [.. new[] { "A", "B" }.Select(name => $"#/components/schemas/{name}/discriminator: there is nothing to tell apart here, so the discriminator is ignored: no 'oneOf' or 'anyOf' beside it, and no schema in 'components/schemas' that is composed of this one by 'allOf'. Add them, or remove it.")] },
        { "K3G021", Head + "components:\n  schemas:\n    A: { type: object, properties: { kind: { type: string } }, discriminator: «{ propertyName: kind } }\n    B: { allOf: [ { $ref: '#/components/schemas/A' } ], properties: { kind: { enum: [ b ] }, other: { type: string } } }\n    C: { oneOf: [ { $ref: '#/components/schemas/B' } ], discriminator: { propertyName: kind } }\n", ["#/components/schemas/A/discriminator: each schema that is composed of this one belongs to another union already, or has a choice or a discriminator of its own, and a class has one base, so this discriminator is ignored: values are read as this schema alone has them. Let each schema be in one union."] },
        { "K3G007", Head + "components:\n  schemas:\n    A: { type: boolean, format: «int32 }\n    B: { type: array, items: { type: string }, format: «csv }\n    C: { type: object, format: «json }\n", ["#/components/schemas/A: the format 'int32' has no meaning for type boolean, so it is ignored. Remove it, or write one that is known.", "#/components/schemas/B: the format 'csv' has no meaning for type array, so it is ignored. Remove it, or write one that is known.", "#/components/schemas/C: the format 'json' has no meaning for type object, so it is ignored. Remove it, or write one that is known."] },
        { "K3G021", Head + "components:\n  schemas:\n    A: { oneOf: [ { $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/C' } ], discriminator: «{ propertyName: v } }\n    B: { type: object, properties: { v: { type: integer, enum: [ 1 ] } } }\n    C: { type: object, properties: { v: { const: 2 } } }\n    D: { type: object, properties: { v: { type: boolean } }, discriminator: «{ propertyName: v } }\n    E: { allOf: [ { $ref: '#/components/schemas/D' } ], properties: { e1: { type: string } } }\n", [.. new[] { "A", "D" }.Select(name => $"#/components/schemas/{name}/discriminator: 'v' is no text, as a discriminator is, so the schemas are not told apart by it. Make it a 'string', or leave the discriminator out.")] },
        { "K3G021", "openapi: 3.0.3\npaths:\n  /a:\n    parameters: [ { name: p, in: query, schema: { type: string } }, «{ name: p, in: query, schema: { type: integer } } ]\n    get: { parameters: [ { name: p, in: query, schema: { type: boolean } }, «{ $ref: '#/components/parameters/P' } ], responses: { '204': { description: d } } }\n    put: { responses: { '204': { description: d } } }\ncomponents: { parameters: { P: { name: p, in: query, schema: { type: string } } } }\n", ["#/paths/~1a/parameters/1: the parameter 'p' in 'query' stands in the list before, and only this one counts; the rest of the operation is emitted.", "#/paths/~1a/get/parameters/1: the parameter 'p' in 'query' stands in the list before, and only this one counts; the rest of the operation is emitted."] },
        { "K3G021", "openapi: 3.0.3\npaths:\n  /a: { «get: { }, «put: { responses: { } }, post: { responses: { '204': { description: d } } } }\n", [.. new[] { "get", "put" }.Select(method => $"#/paths/~1a/{method}: it has no 'responses', so whatever a success replies is not read; the rest of the operation is emitted.")] },
        { "K3G021", Head + "components:\n  schemas:\n    A: { type: string, enum: [ a, b, «a, «b ], x-enumNames: [ First, Second, Third, Fourth ] }\n    B: { type: integer, enum: [ 1, ~, ~, «1 ] }\n", ["#/components/schemas/A/enum/2: 'a' stands in 'enum' before, so it is ignored here. Remove it, or correct it.", "#/components/schemas/A/enum/3: 'b' stands in 'enum' before, so it is ignored here. Remove it, or correct it.", "#/components/schemas/B/enum/3: '1' stands in 'enum' before, so it is ignored here. Remove it, or correct it."] },
        { "K3G021", Head + "components:\n  schemas:\n    A: { type: string, «x-enumNames: [ A, B ] }\n    B: { allOf: [ { $ref: '#/components/schemas/C' } ], x-enum-varnames: [ One, Two ] }\n    C: { type: string, enum: [ '1', '2' ] }\n", ["#/components/schemas/A/x-enumNames: 'x-enumNames' names the values of an 'enum', and the schema has none, so it is ignored. Add the 'enum', or remove the names."] },
        { "K3G010", Head + "components:\n  schemas:\n    A: { $ref: «'#/components/schemas/A' }\n    B: { type: object, properties: { a: { $ref: '#/components/schemas/A' } } }\n    C: { $ref: '#/components/schemas/A' }\n", ["#/components/schemas/A: '#/components/schemas/A' leads back to itself by references only. Write out one of them."] },
        { "K3G005", Head + "components:\n  schemas:\n    A: { type: object, properties: { p: { $ref: «'#/components/schemas/A/type' } } }\n", ["#/components/schemas/A/properties/p: '#/components/schemas/A/type' leads to no schema. Refer to one of '#/components/schemas'."] },
        { "K3G012", Head + "components:\n  schemas:\n    A: { oneOf: [ { $ref: '#/components/schemas/Dog' } ], discriminator: { propertyName: kind, mapping: { dog: Dog, hound: «Dog, cat: «Cat } } }\n    Dog: { type: object, properties: { kind: { type: string, enum: [ dog ] } } }\n    Cat: { type: object, properties: { size: { type: string } } }\n", ["#/components/schemas/A/discriminator/mapping/hound: 'hound' is mapped to #/components/schemas/Dog, whose 'kind' does not allow it. Correct the mapping or the 'enum'.", "#/components/schemas/A/discriminator/mapping/cat: 'cat' is mapped to #/components/schemas/Cat, which is not one of the union's schemas. Add it there, or correct the mapping."] },
        { "K3G012", Head + "components:\n  schemas:\n    A: { type: object, properties: { kind: { type: string } }, discriminator: { propertyName: kind, mapping: { a: A, b: B, c: «C } } }\n    B: { allOf: [ { $ref: '#/components/schemas/A' } ], properties: { p: { type: string } } }\n    C: { type: object, properties: { p: { type: string } } }\n", ["#/components/schemas/A/discriminator/mapping/c: 'c' is mapped to #/components/schemas/C, which is not composed of this schema by 'allOf'. Compose it, or correct the mapping."] },
        { "K3G012", Head + "components:\n  schemas:\n    A: { oneOf: [ { $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/C' } ], discriminator: { propertyName: «knid, mapping: { b: B, c: C } } }\n    B: { type: object, properties: { kind: { type: string } } }\n    C: { type: object, properties: { kind: { type: string } } }\n", ["#/components/schemas/A/discriminator/propertyName: no schema that it tells apart has the property 'knid', which is sent and read all the same. Correct the name, or add the property to the schemas."] },
        { "K3G012", Head + "components:\n  schemas:\n    A: { oneOf: [ { $ref: '#/components/schemas/B' } ], discriminator: { propertyName: «[ kind ] } }\n    B: { type: object, properties: { kind: { type: string } } }\n", ["#/components/schemas/A/discriminator/propertyName: a discriminator must name its 'propertyName', a text. Write it."] },
        { "K3G015", Head + "components:\n  schemas:\n    A: { type: object, additionalProperties: false, properties: { p: { type: string } }, default: { p: x, «b: 1 } }\n    B: { anyOf: [ { type: string }, { type: integer } ], default: «true }\n", ["#/components/schemas/A/default/b: the default does not satisfy the schema it stands in: the property 'b' is not allowed. Correct the default or the schema.", "#/components/schemas/B/default: the default does not satisfy the schema it stands in: it fits no schema of 'anyOf'. Correct the default or the schema."] },
        { "K3G015", "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    A: { type: [ string, integer ], default: «true }\n    B: { type: [ string, integer, 'null' ], default: 5 }\n    C: { type: [ array, object ], items: { type: string }, default: «[ 5 ] }\n", ["#/components/schemas/A/default: the default does not satisfy the schema it stands in: it does not fit the schema as any type of 'type'. Correct the default or the schema.", "#/components/schemas/C/default: the default does not satisfy the schema it stands in: it does not fit the schema as any type of 'type'. Correct the default or the schema."] },
        { "K3G017", "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    A: { type: integer, exclusiveMinimum: «5, exclusiveMaximum: 5 }\n    B: { type: integer, exclusiveMinimum: «5, maximum: 5 }\n    C: { type: integer, minimum: «5, exclusiveMaximum: 5 }\n    D: { type: integer, const: «x }\n", ["#/components/schemas/A: 'exclusiveMinimum' is 5 and 'exclusiveMaximum' is 5, so no value satisfies both. Correct one of the two.", "#/components/schemas/B: 'exclusiveMinimum' is 5 and 'maximum' is 5, so no value satisfies both. Correct one of the two.", "#/components/schemas/C: 'minimum' is 5 and 'exclusiveMaximum' is 5, so no value satisfies both. Correct one of the two.", "#/components/schemas/D/const: 'const' has 'x' and 'type' is another, so no value satisfies both. Correct one of the two."] },
        { "K3G018", Head + "components:\n  schemas:\n    A: { type: string, enum: [ x, y ], x-enumNames: [ First, «[ Second ] ] }\n  responses: { R: { description: d, x-error-codes: «A } }\n  parameters: { P: { name: p, in: query, x-error-code: «~, schema: { type: string } } }\n", ["#/components/schemas/A/x-enumNames/1: a name in 'x-enumNames' is a text. Write one.", "#/components/responses/R/x-error-codes: 'x-error-codes' must be a list of texts.", "#/components/parameters/P/x-error-code: 'x-error-code' must be a text, such as MISSING_IMAGE."] },
        { "K3G018", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n  /t:\n    get:\n      operationId: status\n      x-polling: { state: «/n, succeeded: [ OK ], error: «/n, consumed: «/s }\n      responses: { '200': { description: d, content: { application/json: { schema: { type: object, properties: { n: { type: integer }, s: { type: string } } } } } } }\n", ["#/paths/~1t/get/x-polling/state: this leads to no text. Name a property that is one.", "#/paths/~1t/get/x-polling/error: this leads to no text. Name a property that is one.", "#/paths/~1t/get/x-polling/consumed: this leads to no number. Name a property that is one."] },
        { "K3G019", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n  /t:\n    get:\n      operationId: status\n      x-polling: { state: «/n, succeeded: [ OK ] }\n      responses: { '204': { description: d } }\n", ["#/paths/~1t/get/x-polling/state: '/n' leads to nothing in the reply of 'status'. Correct the pointer, or add the property."] },
        { "K3G006", "openapi: 3.1.0\ninfo: { title: t, version: '1' }\npaths: {}\ncomponents:\n  pathItems: { P: { get: { responses: { '200': { description: d, content: { application/json: { schema: { type: «strng } } } } } } } }\n  callbacks: { C: { x: { post: { requestBody: { content: { application/json: { schema: { type: «intger } } } } } } } }\n", ["#/components/pathItems/P/get/responses/200/content/application~1json/schema/type: 'strng' is no type. Write one of string, number, integer, boolean, array, object.", "#/components/callbacks/C/x/post/requestBody/content/application~1json/schema/type: 'intger' is no type. Write one of string, number, integer, boolean, array, object."] },
        { "K3G007", Head + "components:\n  schemas:\n    A: { allOf: [ { type: string, format: «datetime } ] }\n  headers: { H: { schema: { type: array, items: { type: integer, format: «long } } } }\n  responses: { R: { description: d, content: { application/json: { schema: { type: object, additionalProperties: { type: boolean, format: «flag } } } } } }\n", ["#/components/schemas/A/allOf/0: the format 'datetime' has no meaning for type string, so it is ignored. Remove it, or write one that is known.", "#/components/headers/H/schema/items: the format 'long' has no meaning for type integer, so it is ignored. Remove it, or write one that is known.", "#/components/responses/R/content/application~1json/schema/additionalProperties: the format 'flag' has no meaning for type boolean, so it is ignored. Remove it, or write one that is known."] },
{ "K3G008", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n  /a:\n    get:\n      operationId: a\n      responses: { '404': { description: d, links: { l: { operationId: «nope }, a: { operationId: a }, r: { operationRef: '#/paths/~1a/get' }, s: { operationRef: «'#/paths/~1a/put' } } } }\n  /b: { post: { responses: { '200': { description: d, links: { l: { operationId: «none } } } } } }\ncomponents: { links: { L: { operationId: «gone } } }\n", ["#/paths/~1a/get/responses/404/links/l/operationId: 'nope' is not in this document. Correct the pointer, or add what it names.", "#/paths/~1a/get/responses/404/links/s/operationRef: '#/paths/~1a/put' is not in this document. Correct the pointer, or add what it names.", "#/paths/~1b/post/responses/200/links/l/operationId: 'none' is not in this document. Correct the pointer, or add what it names.", "#/components/links/L/operationId: 'gone' is not in this document. Correct the pointer, or add what it names."] },
        { "K3G005", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths: { /a: { get: { responses: { '404': { description: d, links: { l: «{ }, r: { operationRef: «'#/paths/~1a' } } } } } } }\n", ["#/paths/~1a/get/responses/404/links/l: a link must name its operation by 'operationId' or 'operationRef'.", "#/paths/~1a/get/responses/404/links/r/operationRef: '#/paths/~1a' leads to no operation. Refer to one such as '#/paths/~1tasks/get'."] },
        { "K3G008", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n  /a/{id}:\n    get: { parameters: [ { $ref: «'#/components/parameters/P' } ], responses: { '204': { description: d } } }\n    post: { parameters: [ { name: id, in: path, required: true, schema: { type: string } } ], requestBody: { $ref: «'#/components/requestBodies/B' }, responses: { '204': { description: d } } }\n", ["#/paths/~1a~1{id}/get/parameters/0: '#/components/parameters/P' is not in this document. Correct the pointer, or add what it names.", "#/paths/~1a~1{id}/post/requestBody: '#/components/requestBodies/B' is not in this document. Correct the pointer, or add what it names."] },
        { "K3G005", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths: { '/a/{id}': { parameters: «{ }, get: { responses: { '204': { description: d } } }, put: { requestBody: { content: «5 }, responses: { '204': { description: d } } } } }\n", ["#/paths/~1a~1{id}/parameters: a list is expected here.", "#/paths/~1a~1{id}/put/requestBody/content: an object is expected here."] },
        { "K3G021", "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    A: { type: «[], enum: «[] }\n", ["#/components/schemas/A/type: 'type' lists nothing and is ignored. List what may stand here, or remove it.", "#/components/schemas/A/enum: 'enum' lists nothing and is ignored. List what may stand here, or remove it."] },
        { "K3G017", Head + "components:\n  schemas:\n    A: { type: object, required: «[ x, y ], maxProperties: 1, properties: { x: { type: string }, y: { type: string } } }\n    B: «{ allOf: [ { type: string, format: date-time }, { format: date } ] }\n    C: { allOf: [ { type: integer, format: int32 }, { format: int64 } ] }\n", ["#/components/schemas/A: 'required' has 2 names and 'maxProperties' is 1, so no value satisfies both. Correct one of the two.", "#/components/schemas/B: 'format' is 'date' in #/components/schemas/B/allOf/1 and 'date-time' in another part, so no value satisfies both. Correct one of the two."] },
{ "K3G021", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\nsecurity: [ { «nope: [] } ]\npaths:\n  /a: { get: { security: [ { key: [], «gone: [] } ], responses: { '204': { description: d } } }, put: { security: [ { key: [] } ], responses: { '204': { description: d } } }, «gett: { responses: { '204': { description: d } } } }\n  /b: { post: { requestBody: «{ required: true, content: { } }, responses: { '204': { description: d } } } }\ncomponents:\n  securitySchemes: { key: { type: http, scheme: bearer } }\n  schemas: { A: { oneOf: «[] } }\n", ["#/security/0/nope: 'nope' is no security scheme of the document, so what asks for it is emitted without it. Correct the name, or add it to 'components/securitySchemes'.", "#/paths/~1a/get/security/0/gone: 'gone' is no security scheme of the document, so what asks for it is emitted without it. Correct the name, or add it to 'components/securitySchemes'.", "#/paths/~1a/gett: 'gett' is no method that OpenAPI has, so the operation is left out. Call it by hand, or describe it in another way.", "#/paths/~1b/post: its request body has no media type in 'content', so the operation is left out. Call it by hand, or describe it in another way.", "#/components/schemas/A/oneOf: 'oneOf' lists nothing and is ignored. List what may stand here, or remove it."] },
        { "K3G015", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\nservers:\n  - { url: 'https://{region}.example', variables: { region: { enum: [ a, b ], default: «c }, other: { enum: [ 1 ], default: '1' } } }\npaths: {}\n", ["#/servers/0/variables/region/default: the default does not satisfy the schema it stands in: not in enumeration. Correct the default or the schema."] },
        { "K3G022", Head + "components:\n  schemas:\n    A: { type: object, properties: { s: { type: string, pattern: «'(' } } }\n", ["#/components/schemas/A/properties/s: the pattern is not checked before a call: it is not understood (Invalid pattern '(' at offset 1. Not enough )'s.). Write it without that, or leave the check to the server."] },
    };

    [Theory]
    [InlineData("date-time", new[] { "1990-12-31T23:59:60Z", "1990-12-31T15:59:60-08:00", "1991-01-01T00:29:60+00:30", "2024-02-29t00:00:00z", "2024-01-01T00:00:00.123456789012-00:00" }, new[] { "2024-01-01T00:00:00", "2024-01-01 00:00:00Z", "2024-01-01T22:59:60Z", "2024-01-01T24:00:00Z", "2023-02-29T00:00:00Z", "2024-01-01T00:00Z", "2024-1-1T00:00:00Z", "2024-01-01T00:00:00+24:00", "2024-01-01" })]
    [InlineData("date", new[] { "2024-02-29" }, new[] { "2023-02-29", "2024-2-9", "2024-02-29Z" })]
    [InlineData("uuid", new[] { "00000000-0000-0000-0000-00000000000a", "ABCDEFAB-0000-0000-0000-000000000000" }, new[] { "000000000000000000000000000000000000", "0x000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000000}" })]
    [InlineData("byte", new[] { "''", "AA==", "AAA=", "AAAA", "+/+/" }, new[] { "====", "A===", "AAA", "AA=A", "__--", "AAAA=" })]
    public void K3G015_a_text_is_of_its_format_as_the_RFC_has_it(string format, string[] right, string[] wrong)
    {
        string Schemas(string[] values) => string.Concat(values.Select((value, i) => $"    A{i}: {{ type: string, format: {format}, default: {(value == "''" ? value : $"'{value}'")} }}\n"));

        Assert.Empty(Generation.Of(Head + "components:\n  schemas:\n" + Schemas(right)).Diagnostics);
        Assert.Equal(wrong.Length, Generation.Of(Head + "components:\n  schemas:\n" + Schemas(wrong)).Diagnostics.Count(diagnostic => diagnostic.Id == "K3G015"));
    }

    [Theory]
    [InlineData("text/plain", true)]
    [InlineData(" application/vnd.a+json ; charset=\"utf-8\" ;", true)]
    [InlineData("*/*", true)]
    [InlineData("text", false)]
    [InlineData("text/", false)]
    [InlineData("/plain", false)]
    [InlineData("text/plain, text/html", false)]
    [InlineData("text/plain; charset", false)]
    [InlineData("text/plain; charset=", false)]
    [InlineData("text/plain; charset=\"utf-8", false)]
    [InlineData("text/plain; a=\"\r\nX: 1\"", false)]
    [InlineData("text/plain\r\nX: 1", false)]
    [InlineData("text/pläin", false)]
    public void K3G021_what_no_header_can_hold_is_no_media_type(string mediaType, bool isOne)
    {
        string document = $$"""
            { "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": { "/a": { "put": {
              "requestBody": { "required": true, "content": { {{System.Text.Json.JsonSerializer.Serialize(mediaType)}}: {} } },
              "responses": { "200": { "description": "d", "content": { {{System.Text.Json.JsonSerializer.Serialize(mediaType)}}: {} } } } } } } }
            """;
        Generation generation = Generation.Of(document, path: "/project/sample.openapi.json");

        Assert.Equal(isOne ? 0 : 3, generation.Diagnostics.Length);
        Assert.All(generation.Diagnostics, diagnostic => Assert.Equal("K3G021", diagnostic.Id));
        Assert.Equal(isOne, generation.Sources["Sample.SampleClient.g.cs"].Contains("PutAAsync", StringComparison.Ordinal));
        generation.AssertCompiles();
    }

    [Theory]
    [InlineData("/project/sample.openapi.yaml", "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths: {}\n")]
    [InlineData("/project/sample.openapi.json", "{ \"openapi\": \"3.0.3\", \"info\": { \"title\": \"t\", \"version\": \"1\" }, \"paths\": {} }")]
    public void Byte_order_marks_that_a_file_begins_with_are_no_part_of_the_document(string path, string document)
    {
        for (int marks = 0; marks < 4; marks++)
        {
            Assert.Empty(Generation.Of(new string('\uFEFF', marks) + document, path: path).Diagnostics);
        }
    }

    [Fact]
    public void A_value_is_held_against_the_same_pattern_as_what_is_sent()
    {
        string longest = "^(" + new string('a', 998) + ")";

        Generation generation = Generation.Of(Head + $"components:\n  schemas:\n    A: {{ type: string, pattern: '^a\\_b$', default: a_b }}\n    B: {{ type: string, pattern: '{longest}', default: b }}\n    C: {{ type: string, pattern: '^a\\_b$', default: ab }}\n");

        Assert.Equal(["K3G022 (7,33)", "K3G015 (8,52)"], generation.Diagnostics.Select(diagnostic => $"{diagnostic.Id} ({diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1},{diagnostic.Location.GetLineSpan().StartLinePosition.Character + 1})").Order(StringComparer.Ordinal).Reverse());
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Has_its_place_the_pointer_and_the_cure(string id, string marked, string[] messages)
    {
        (string document, List<string> places) = Unmark(marked);

        Generation generation = Generation.Of(document);

        string[] expected = [.. places.Zip(messages, (place, message) => $"{Generation.DefaultPath}{place}: {Severity(id)} {id}: {message}")];
        string[] actual = [.. generation.Diagnostics.Select(Shown)];
        Assert.True(expected.SequenceEqual(actual), "expected\n" + string.Join("\n", expected) + "\nfound\n" + string.Join("\n", actual));
        generation.AssertCompiles();
    }

    [Fact]
    public void One_build_reports_every_mistake()
    {
        Generation generation = Generation.Of(Head + """
            components:
              schemas:
                A: { type: strng, properties: { a: { $ref: '#/nowhere' }, b: { $ref: 'other.yaml' }, c: { type: integer, minimum: 2, maximum: 1, default: x } } }
                B: { type: object, x-cost: 5, properties: { a: { type: string, format: unheard-of, pattern: '[' } }, required: 7 }
                B: { type: string }
            """);

        Assert.Equal(
            ["K3G004", "K3G005", "K3G006", "K3G007", "K3G008", "K3G009", "K3G014", "K3G015", "K3G017", "K3G018", "K3G022"],
            generation.Diagnostics.Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_pointers_of_an_extension_are_followed_whatever_else_is_wrong_with_it()
    {
        Generation generation = Generation.Of(Head.Replace("paths: {}", "paths:", StringComparison.Ordinal) + """
              /t:
                get:
                  operationId: status
                  x-polling: { state: /stat, succeeded: OK, results: result, error: /error, extra: 1 }
                  responses: { '200': { description: d, content: { application/json: { schema: { type: object, properties: { state: { type: string } } } } } } }
            """);

        Assert.Equal(
            ["K3G019 /stat", "K3G018 succeeded", "K3G018 results", "K3G019 /error", "K3G018 extra"],
            generation.Diagnostics.Select(diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture).Split('\'')[1]}"));
        generation.AssertCompiles();
    }

    [Fact]
    public void K3G020_two_documents_of_one_namespace_are_told_apart_by_their_paths_and_the_first_is_emitted()
    {
        const string document = Head + "components: { schemas: { A: { type: object, properties: { b: { type: string } } } } }\n";

        Generation generation = Generation.Of([new MemoryText("/project/a/sample.openapi.yaml", document), new MemoryText("/project/b/Sample.openapi.json", "{\"openapi\":\"3.0.3\",\"paths\":{}}")]);

        Assert.Equal(
            ["/project/b/Sample.openapi.json(1,1): Error K3G020: '/project/a/sample.openapi.yaml' and '/project/b/Sample.openapi.json' would both be emitted into the namespace 'Sample', so only the first is. Rename one of the files, or set the metadata OpenApiNamespace on it."],
            generation.Diagnostics.Select(Shown));
        Assert.Contains("Sample.A.g.cs", generation.Sources.Keys);
        generation.AssertCompiles();
    }

    [Fact]
    public void A_document_that_a_project_lists_twice_is_emitted_once()
    {
        Generation generation = Generation.Of([new MemoryText(Generation.DefaultPath, Head), new MemoryText(Generation.DefaultPath, Head)]);

        Assert.Empty(generation.Diagnostics);
        Assert.NotEmpty(generation.AssertCompiles().Sources);
    }

    [Fact]
    public void K3G023_a_document_that_is_too_large_is_not_read()
    {
        Generation generation = Generation.Of(Head + "# " + new string('x', 50_000_000));

        Assert.Equal(
            ["/project/sample.openapi.yaml(1,1): Error K3G023: The document has 50000060 characters; at most 16777216 are read. Split it, or remove what the client does not use."],
            generation.Diagnostics.Select(Shown));
    }

    [Fact]
    public void K3G024_an_exception_becomes_a_diagnostic_with_its_place_and_the_other_documents_are_emitted()
    {
        Generation generation = Generation.Of([new ThrowingText("/project/bad.openapi.yaml"), new MemoryText("/project/good.openapi.yaml", Head)]);

        Diagnostic diagnostic = Assert.Single(generation.Diagnostics);
        Assert.StartsWith(
            "/project/bad.openapi.yaml(1,1): Error K3G024: The generator failed on this document: NotSupportedException: cannot be read at Kling3.Generator.Tests.Diagnostics.ThrowingText.GetText(",
            Shown(diagnostic),
            StringComparison.Ordinal);
        Assert.EndsWith("Other documents are generated all the same. Please report it, with the document.", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains("Good.GoodClient.g.cs", generation.Sources.Keys);
    }

    [Theory]
    [InlineData(null, "The project has OpenAPI documents but no reference to Kling3.Runtime, so nothing is emitted for them. Reference the package Kling3.Generated, or Kling3.Runtime beside the generator.")]
    [InlineData(2, "The generator emits code for version 1 of the runtime's contract, and the Kling3.Runtime that is referenced has version 2. Reference both in the same version.")]
    public void K3G025_a_runtime_that_does_not_fit_is_named(int? version, string message)
    {
        CSharpCompilation runtime = CSharpCompilation.Create(
            "Kling3.Runtime",
            [CSharpSyntaxTree.ParseText($"namespace Kling3.Runtime.Emitted {{ public static class RuntimeContract {{ public const int Version = {version ?? 0}; }} }}", cancellationToken: TestContext.Current.CancellationToken)],
            Basic.Reference.Assemblies.Net100.References.All);
        CSharpCompilation project = CSharpCompilation.Create("Bare", references: [.. Basic.Reference.Assemblies.Net100.References.All, .. version is null ? Array.Empty<MetadataReference>() : [runtime.ToMetadataReference()]]);

        GeneratorDriverRunResult result = Generation.Driver([new MemoryText(Generation.DefaultPath, Head)]).RunGenerators(project, TestContext.Current.CancellationToken).GetRunResult();

        Assert.Equal(["/project/sample.openapi.yaml(1,1): Error K3G025: " + message], result.Diagnostics.Select(Shown));
    }

    [Fact]
    public void K3G026_a_library_in_another_version_is_named()
    {
        DiagnosticInfo info = Guard.Run<object>("/project/a.openapi.yaml", () => throw new TypeInitializationException("A", new FileLoadException("Could not load YamlDotNet"))).Failure!;

        Assert.Equal(
            "/project/a.openapi.yaml(1,1): Error K3G026: A library that the generator brings was replaced by another version: Could not load YamlDotNet. Another analyzer or generator of this project brings that version; update or remove it.",
            Shown(info.ToDiagnostic()));
    }

    [Theory]
    [InlineData("OpenApiClient", "My-Client", "which is no C# name. Write one such as Kling3Client.")]
    [InlineData("OpenApiClient", "Dispose", "which is a member of every client. Write a name such as Kling3Client.")]
    [InlineData("OpenApiNamespace", "System.Text", "which is a namespace of .NET or the runtime, whose types the document's would hide. Write one such as Acme.Kling3.")]
    [InlineData("OpenApiNamespace", "Kling3.Runtime", "which is a namespace of .NET or the runtime, whose types the document's would hide. Write one such as Acme.Kling3.")]
    [InlineData("OpenApiNamespace", "Acme.class", "which is no C# namespace. Write one such as Acme.Kling3.")]
    [InlineData("OpenApiNamespace", "A { } class X", "which is no C# namespace. Write one such as Acme.Kling3.")]
    [InlineData("OpenApiVisibility", "private", "which is neither 'public' nor 'internal'. Write one of the two.")]
    public void K3G027_metadata_that_is_no_name_is_refused(string name, string value, string message)
    {
        Generation generation = Generation.Of([new MemoryText(Generation.DefaultPath, Head)], options: new MemoryOptions(new Dictionary<(string, string), string> { [(Generation.DefaultPath, name)] = value }));

        Assert.Equal([$"/project/sample.openapi.yaml(1,1): Error K3G027: {name} is '{value}', {message}"], generation.Diagnostics.Select(Shown));
        Assert.Empty(generation.Sources);
    }

    [Fact]
    public void Every_id_has_a_test()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Tests, "Diagnostics", "DiagnosticTests.cs"));

        Assert.DoesNotContain(Descriptors.All, descriptor => !source.Contains($"\"{descriptor.Id}\"", StringComparison.Ordinal) && !source.Contains($" {descriptor.Id}_", StringComparison.Ordinal));
    }

    private static DiagnosticSeverity Severity(string id) => Descriptors.ById(id).DefaultSeverity;

    private static string Shown(Diagnostic diagnostic)
    {
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        return string.Create(CultureInfo.InvariantCulture, $"{span.Path}({span.StartLinePosition.Line + 1},{span.StartLinePosition.Character + 1}): {diagnostic.Descriptor.DefaultSeverity} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
    }

    private static (string Document, List<string> Places) Unmark(string marked)
    {
        var places = new List<string>();
        var document = new System.Text.StringBuilder();
        int line = 1;
        int column = 1;
        foreach (char c in marked)
        {
            if (c == '«')
            {
                places.Add(string.Create(CultureInfo.InvariantCulture, $"({line},{column})"));
                continue;
            }

            document.Append(c);
            (line, column) = c == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return (document.ToString(), places);
    }

    [Theory]
    [InlineData("/a/{")]
    [InlineData("/a/}")]
    [InlineData("/a/{}")]
    [InlineData("/a/{b{c}}")]
    [InlineData("/a/{b}}")]
    public void An_operation_is_left_out_whose_path_has_braces_that_no_value_could_fill(string path)
    {
        Generation generation = Generation.Of($"openapi: 3.0.3\npaths: {{ '{path}': {{ get: {{ operationId: ask, responses: {{}} }} }} }}\n");

        Assert.Contains(generation.Diagnostics, diagnostic => diagnostic.Id == "K3G021" && diagnostic.ToString().Contains("braces", StringComparison.Ordinal));
        Assert.DoesNotContain("AskAsync", generation.Sources["Sample.SampleClient.g.cs"], StringComparison.Ordinal);
    }
}
