using System.Buffers;
using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RtcCluster.Storage.Backups;

/// <summary>Rows as lines of JSON, the same for both engines: an array with a value for each column.</summary>
/// <remarks>Kinds of columns: <c>s</c> text, <c>i</c> whole number of 32 bits, <c>l</c> of 64, <c>b</c> true or false, <c>d</c> floating point, <c>y</c> bytes (base64).</remarks>
internal static class RowCodec
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The kind of a column whose values the driver gives as this type; null where there is none yet.</summary>
    public static char? KindOf(Type type) =>
        type == typeof(string) ? 's'
        : type == typeof(int) ? 'i'
        : type == typeof(long) ? 'l'
        : type == typeof(bool) ? 'b'
        : type == typeof(double) ? 'd'
        : type == typeof(byte[]) ? 'y'
        : null;

    public static void Write(DbDataReader row, IReadOnlyList<char> kinds, ArrayBufferWriter<byte> to)
    {
        using (var json = new Utf8JsonWriter(to, Writing))
        {
            json.WriteStartArray();
            for (var i = 0; i < kinds.Count; i++)
            {
                if (row.IsDBNull(i))
                {
                    json.WriteNullValue();
                    continue;
                }

                switch (kinds[i])
                {
                    case 's':
                        json.WriteStringValue(row.GetString(i));
                        break;
                    case 'i':
                        json.WriteNumberValue(row.GetInt32(i));
                        break;
                    case 'l':
                        json.WriteNumberValue(row.GetInt64(i));
                        break;
                    case 'b':
                        json.WriteBooleanValue(row.GetBoolean(i));
                        break;
                    case 'd':
                        json.WriteNumberValue(row.GetDouble(i));
                        break;
                    default:
                        json.WriteBase64StringValue(row.GetFieldValue<byte[]>(i));
                        break;
                }
            }

            json.WriteEndArray();
        }

        to.GetSpan(1)[0] = (byte)'\n';
        to.Advance(1);
    }

    /// <summary>The values of a line; null when it is none of these columns.</summary>
    public static object?[]? TryRead(ReadOnlyMemory<byte> line, string kinds)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Array || json.RootElement.GetArrayLength() != kinds.Length)
            {
                return null;
            }

            var values = new object?[kinds.Length];
            for (var i = 0; i < kinds.Length; i++)
            {
                var value = json.RootElement[i];
                values[i] = value.ValueKind == JsonValueKind.Null ? null : kinds[i] switch
                {
                    's' => value.GetString(),
                    'i' => value.GetInt32(),
                    'l' => value.GetInt64(),
                    'b' => value.GetBoolean(),
                    'd' => value.GetDouble(),
                    _ => value.GetBytesFromBase64(),
                };
            }

            return values;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
