using System.Text;
using System.Text.Json;
using Kling3.Cli.Tests.Support;

namespace Kling3.Cli.Tests;

/// <summary>What each kind of edit is for those who call the client, on a document of another service.</summary>
public sealed class SpecDiffTests
{
    private const string Shop = """
        openapi: 3.0.3
        info: { title: Shop, version: '1' }
        servers: [ { url: https://shop.example/v1 } ]
        security: [ { key: [] } ]
        paths:
          /orders:
            post:
              operationId: placeOrder
              requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
              responses:
                '200':
                  description: Placed
                  content: { application/json: { schema: { $ref: '#/components/schemas/Receipt' } } }
                  links: { order: { operationId: findOrder, parameters: { id: '$response.body#/id' } } }
                '409': { description: Refused, x-error-codes: [sold_out, closed] }
          /orders/{id}:
            get:
              operationId: findOrder
              x-polling: { state: /state, succeeded: [sent], failed: [lost, burnt], results: /links }
              parameters:
                - { name: id, in: path, required: true, schema: { type: string } }
                - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 50 } }
              responses:
                '200':
                  description: It
                  content: { application/json: { schema: { $ref: '#/components/schemas/Receipt' } } }
        components:
          securitySchemes:
            key: { type: apiKey, in: header, name: X-Key }
          schemas:
            Order:
              type: object
              required: [item]
              x-cost: { unit: coins, rules: [ { when: { gift: true }, of: count, perUnit: 3 }, { of: count, perUnit: 2 } ] }
              properties:
                item: { type: string, minLength: 1, maxLength: 40, x-error-code: bad_item }
                count: { type: integer, format: int32, minimum: 1, maximum: 9, default: 1 }
                gift: { type: boolean }
                step: { type: integer, multipleOf: 5 }
                size: { $ref: '#/components/schemas/Size' }
                notes: { type: array, maxItems: 3, items: { type: string, maxLength: 10 } }
                address:
                  type: object
                  required: [street]
                  properties:
                    street: { type: string }
                note: { type: string, nullable: true }
            Receipt:
              type: object
              required: [id, total]
              properties:
                id: { type: string }
                total: { type: number }
                state: { $ref: '#/components/schemas/State' }
                gift: { $ref: '#/components/schemas/Gift' }
                links: { type: array, items: { type: string, format: uri } }
            Wrapping:
              type: object
              x-cost: { unit: coins, rules: [ { when: { big: true }, of: layers, table: { 2: 9 } }, { of: layers, table: { 1: 4 } } ] }
              properties:
                layers: { type: integer, minimum: 1, maximum: 3 }
                big: { type: boolean }
            Size: { type: string, enum: [small, medium, large] }
            State: { type: string, enum: [open, sent] }
            Gift:
              oneOf: [ { $ref: '#/components/schemas/Card' }, { $ref: '#/components/schemas/Ribbon' } ]
              discriminator: { propertyName: kind, mapping: { card: '#/components/schemas/Card', ribbon: '#/components/schemas/Ribbon' } }
            Card: { type: object, required: [kind], properties: { kind: { type: string }, text: { type: string } } }
            Ribbon: { type: object, required: [kind], properties: { kind: { type: string }, colour: { type: string } } }

        """;

    private const string AddressInline = """
                address:
                  type: object
                  required: [street]
                  properties:
                    street: { type: string }

        """;

    [Theory]
    [InlineData("maxLength: 40", "maxLength: 39", "breaks limit-narrowed Order.Item")]
    [InlineData("minLength: 1,", "minLength: 2,", "breaks limit-narrowed Order.Item")]
    [InlineData("maxLength: 40", "maxLength: 40, pattern: '^[a-z]+$'", "breaks limit-narrowed Order.Item")]
    [InlineData("maxLength: 40", "maxLength: 41", "fine limit-widened Order.Item")]
    [InlineData("maximum: 9", "maximum: 9, exclusiveMaximum: true", "breaks limit-narrowed Order.Count")]
    [InlineData("maximum: 50", "maximum: 20", "breaks limit-narrowed FindOrder.limit")]
    [InlineData("maximum: 50", "maximum: 100", "fine limit-widened FindOrder.limit")]
    [InlineData("multipleOf: 5", "multipleOf: 10", "breaks limit-narrowed Order.Step")]
    [InlineData("multipleOf: 10", "multipleOf: 5", "fine limit-widened Order.Step")]
    [InlineData("maxItems: 3", "maxItems: 2", "breaks limit-narrowed Order.Notes")]
    [InlineData("maxItems: 3", "maxItems: 3, uniqueItems: true", "breaks limit-narrowed Order.Notes")]
    [InlineData("maxLength: 10", "maxLength: 9", "breaks limit-narrowed Order.Notes[]")]
    [InlineData("required: [item]", "required: [item, gift]", "breaks member-required Order.Gift")]
    [InlineData("required: [id, total]", "required: [id]", "breaks member-optional Receipt.Total")]
    [InlineData("required: [item]", "required: []", "fine member-optional Order.Item")]
    [InlineData("note: { type: string, nullable: true }", "note: { type: integer }", "breaks type-changed Order.Note")]
    [InlineData("format: int32", "format: int64", "breaks type-changed Order.Count")]
    [InlineData("total: { type: number }", "total: { type: number, nullable: true }", "breaks nullable Receipt.Total")]
    [InlineData("id: { type: string }\n", "id: { type: string, nullable: true }\n", "breaks nullable Receipt.Id")]
    [InlineData("item: { type: string,", "item: { type: string, nullable: true,", "fine nullable Order.Item")]
    [InlineData("{ when: { gift: true }, of: count, perUnit: 3 }, { of: count, perUnit: 2 }", "{ of: count, perUnit: 2 }, { when: { gift: true }, of: count, perUnit: 3 }", "breaks price-changed Order")]
    [InlineData("when: { gift: true }", "when: { gift: false }", "breaks price-changed Order")]
    [InlineData("unit: coins", "unit: cents", "breaks price-changed Order")]
    [InlineData("table: { 2: 9 }", "table: { 2: 9, 3: 12 }", "fine price-changed Wrapping")]
    [InlineData("table: { 2: 9 }", "table: { 2: 9, 1: 5 }", "breaks price-changed Wrapping")]
    [InlineData("table: { 1: 4 }", "table: { 1: 4, 2: 8 }", "fine price-changed Wrapping")]
    [InlineData("table: { 1: 4 } }", "table: { 1: 4 } }, { fixed: 20 }", "fine price-changed Wrapping")]
    [InlineData("table: { 1: 4, 2: 8 }", "table: { 1: 4 }", "breaks price-changed Wrapping")]
    [InlineData("default: 1", "default: 2", "breaks default-changed Order.Count")]
    [InlineData("x-error-code: bad_item", "x-error-code: no_item", "breaks error-code-changed Order.Item")]
    [InlineData("[sold_out, closed]", "[sold_out]", "breaks error-code-removed Closed")]
    [InlineData("[sold_out, closed]", "[sold_out, closed, moved]", "fine error-code-added Moved")]
    [InlineData("operationId: findOrder", "operationId: getOrder", "breaks operation-renamed FindOrder")]
    [InlineData("  /orders:\n", "  /baskets:\n", "fine operation-moved PlaceOrder")]
    [InlineData("- { name: limit", "- { name: page, in: query, required: true, schema: { type: string } }\n        - { name: limit", "breaks parameter-added FindOrder.page")]
    [InlineData("- { name: limit", "- { name: page, in: query, schema: { type: string } }\n        - { name: limit", "breaks parameter-added FindOrder.page")]
    [InlineData("name: limit, in: query,", "name: most, in: query,", "breaks parameter-renamed FindOrder.limit")]
    [InlineData("name: limit, in: query,", "name: Limit, in: header,", "fine parameter-moved FindOrder.limit")]
    [InlineData("failed: [lost, burnt]", "failed: [lost]", "breaks polling-changed PlaceOrder")]
    [InlineData("failed: [lost]", "failed: [lost, burnt]", "fine polling-changed PlaceOrder")]
    [InlineData(", results: /links", "", "breaks polling-changed PlaceOrder")]
    [InlineData("links: { order:", "x-links: { order:", "breaks link-removed PlaceOrder")]
    [InlineData("name: limit, in: query,", "name: limit, in: query, required: true,", "breaks parameter-required FindOrder.limit")]
    [InlineData("[small, medium, large]", "[small, large]", "breaks value-removed Size")]
    [InlineData("enum: [open, sent]", "enum: [open, sent, lost]", "fine value-added State")]
    [InlineData("card: '#", "postcard: '#", "breaks value-changed Card.Kind")]
    [InlineData("{ card: '#", "{ card: Card, postcard: '#", "fine value-added Card.Kind")]
    [InlineData("{ card: '#", "{ postcard: Card, card: '#", "breaks value-changed Card.Kind")]
    [InlineData("text: { type: string }", "words: { type: string }", "breaks member-renamed Card.Text")]
    [InlineData("in: header, name: X-Key", "in: header, name: X-Other", "fine key-changed ApiKey")]
    [InlineData("security: [ { key: [] } ]\n", "", "breaks key-changed ApiKey")]
    [InlineData("shop.example/v1", "shop.example/v2", "fine server-changed BaseAddress")]
    [InlineData("servers: [ { url: https://shop.example/v1 } ]\n", "", "breaks server-changed BaseAddress")]
    [InlineData("street: { type: string }", "street: { type: string, deprecated: true }", "fine deprecated OrderAddress.Street")]
    public async Task An_edit_is_told_for_what_it_is(string old, string @new, string expected)
    {
        // A row may be about the way back of another.
        bool isBack = !Shop.Contains(old, StringComparison.Ordinal);
        string other = Shop.Replace(isBack ? @new : old, isBack ? old : @new, StringComparison.Ordinal);
        Assert.NotEqual(Shop, other);

        Assert.Contains(expected, isBack ? await DiffAsync(other, Shop) : await DiffAsync(Shop, other));
    }

    [Theory]
    [InlineData("info: { title: Shop, version: '1' }", "info: { version: '2', title: Store, description: Sells. }")]
    [InlineData("    Size: { type: string, enum: [small, medium, large] }\n", "    Size: { enum: [small, medium, large], description: How large., type: string }\n")]
    [InlineData(AddressInline, "        address: { $ref: '#/components/schemas/OrderAddress' }\n", "    OrderAddress: { type: object, required: [street], properties: { street: { type: string } } }\n")]
    [InlineData("text: { type: string }", "text: { $ref: '#/components/schemas/Words' }", "    Words: { type: string }\n")]
    [InlineData("  properties:\n        id: { type: string }\n        total: { type: number }\n", "  allOf: [ { $ref: '#/components/schemas/Base' } ]\n      properties:\n", "    Base: { type: object, properties: { id: { type: string }, total: { type: number } } }\n", "fine type-added Base")]
    public async Task What_makes_the_same_client_is_no_difference(string old, string @new, string more = "", params string[] expected)
    {
        Assert.Contains(old, Shop, StringComparison.Ordinal);

        Assert.Equal(expected, await DiffAsync(Shop, Shop.Replace(old, @new, StringComparison.Ordinal) + more));
    }

    [Fact]
    public async Task A_type_that_moved_into_a_place_of_its_own_is_the_same_type_under_another_name()
    {
        string moved = Shop.Replace(AddressInline, "        address: { $ref: '#/components/schemas/Address' }\n", StringComparison.Ordinal)
            + "    Address: { type: object, required: [street], properties: { street: { type: string } } }\n";

        Assert.Equal(["breaks type-changed Order.Address", "breaks type-renamed OrderAddress"], (await DiffAsync(Shop, moved)).Order());
    }

    [Fact]
    public async Task A_document_that_a_build_finds_too_large_is_refused()
    {
        ToolResult result = await RunAsync(Encoding.UTF8.GetBytes(Shop), Encoding.UTF8.GetBytes(Shop + "#" + new string('x', 1 << 24)));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("error K3G023", result.Json().GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")] // `kling3 spec > x` in Windows PowerShell
    [InlineData("utf-16BE")]
    public async Task A_byte_order_mark_and_the_ends_of_lines_are_no_difference(string encoding)
    {
        var written = Encoding.GetEncoding(encoding);
        byte[] document = [.. written.GetPreamble(), .. written.GetBytes(Shop.Replace("\n", "\r\n", StringComparison.Ordinal))];
        Assert.NotEmpty(written.GetPreamble());

        ToolResult result = await RunAsync(Encoding.UTF8.GetBytes(Shop), document);

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Json().GetProperty("changes").EnumerateArray());
    }

    private static async Task<string[]> DiffAsync(string old, string @new)
    {
        ToolResult result = await RunAsync(Encoding.UTF8.GetBytes(old), Encoding.UTF8.GetBytes(@new));
        Assert.True(result.ExitCode is 0 or 1, result.Output + result.Error);
        JsonElement[] changes = [.. result.Json().GetProperty("changes").EnumerateArray()];
        Assert.Equal(changes.Any(static change => change.GetProperty("breaking").GetBoolean()) ? 1 : 0, result.ExitCode);
        return [.. changes.Select(static change => $"{(change.GetProperty("breaking").GetBoolean() ? "breaks" : "fine")} {change.GetProperty("kind").GetString()} {change.GetProperty("where").GetString()}")];
    }

    private static async Task<ToolResult> RunAsync(byte[] old, byte[] @new)
    {
        using TemporaryDirectory directory = new();
        await File.WriteAllBytesAsync(directory["a.openapi.yaml"], old, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(directory["b.openapi.yaml"], @new, TestContext.Current.CancellationToken);
        return await Tool.RunAsync(["spec", "diff", directory["a.openapi.yaml"], directory["b.openapi.yaml"], "--json"]);
    }
}
