using System.Globalization;
using System.Text;

namespace Benchmarks.Generator;

/// <summary>A document of as many schemas as one asks for, each with what real ones have: texts, numbers, limits, lists, references, enumerations.</summary>
internal static class SyntheticDocument
{
    /// <param name="schemas">How many.</param>
    /// <param name="edited">Whether one of them has a member more.</param>
    /// <param name="values">Whether there are defaults and examples, which are what NSwag is asked to check.</param>
    public static string Yaml(int schemas, bool edited, bool values)
    {
        var text = new StringBuilder("openapi: 3.0.3\ninfo: { title: Synthetic, version: '1' }\npaths:\n");
        for (int i = 0; i < schemas; i += 10)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                  /items{{i}}:
                    post:
                      operationId: createItem{{i}}
                      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Item{{i}}' } } } }
                      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Item{{i}}' } } } } }

                """);
        }

        text.Append("components:\n  schemas:\n");
        for (int i = 0; i < schemas; i++)
        {
            string extra = edited && i == schemas / 2 ? "        added: { type: string }\n" : "";
            string size = values ? ", default: 5" : "";
            string name = values ? ", example: A name" : "";
            text.Append(CultureInfo.InvariantCulture, $$"""
                    Item{{i}}:
                      type: object
                      description: The item number {{i}} of this document.
                      required: [name, size]
                      properties:
                        name: { type: string, minLength: 1, maxLength: 100, description: What it is called{{name}} }
                        size: { type: integer, format: int32, minimum: 1, maximum: 1000{{size}} }
                        ratio: { type: number }
                        created: { type: string, format: date-time }
                        tags: { type: array, items: { type: string }, maxItems: 10 }
                        next: { $ref: '#/components/schemas/Item{{(i + 1) % schemas}}' }
                        state: { type: string, enum: [open, closed, unknown] }

                """).Append(extra);
        }

        return text.ToString();
    }
}
