using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kling3.Sandbox.SpecJson;

/// <summary>Writes YAML as JSON, typing plain scalars by YAML 1.2's core schema.</summary>
internal static class YamlToJson
{
    // JSON readers give up at this depth by default; an alias that contains itself has no end at all.
    private const int MaxDepth = 64;

    public static void Write(Utf8JsonWriter writer, YamlNode node, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            throw new YamlException(node.Start, node.End, $"More than {MaxDepth} levels deep.");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                writer.WriteStartObject();
                foreach (KeyValuePair<YamlNode, YamlNode> child in mapping.Children)
                {
                    if (child.Key is not YamlScalarNode { Value: { } name })
                    {
                        throw new YamlException(child.Key.Start, child.Key.End, "A key must be a scalar: JSON has no other.");
                    }

                    writer.WritePropertyName(name);
                    Write(writer, child.Value, depth + 1);
                }

                writer.WriteEndObject();
                break;

            case YamlSequenceNode sequence:
                writer.WriteStartArray();
                foreach (YamlNode item in sequence.Children)
                {
                    Write(writer, item, depth + 1);
                }

                writer.WriteEndArray();
                break;

            case YamlScalarNode scalar:
                WriteScalar(writer, scalar);
                break;

            default:
                throw new YamlException(node.Start, node.End, $"A {node.NodeType} has no form in JSON.");
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, YamlScalarNode scalar)
    {
        string text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
        {
            writer.WriteStringValue(text);
            return;
        }

        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                writer.WriteNullValue();
                break;
            case "true" or "True" or "TRUE":
                writer.WriteBooleanValue(true);
                break;
            case "false" or "False" or "FALSE":
                writer.WriteBooleanValue(false);
                break;
            default:
                // Digits only where YAML means a number: 3.0.3 and 2025-12-05 are texts.
                const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
                if (decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out decimal number))
                {
                    writer.WriteNumberValue(number);
                }
                else
                {
                    writer.WriteStringValue(text);
                }

                break;
        }
    }
}
