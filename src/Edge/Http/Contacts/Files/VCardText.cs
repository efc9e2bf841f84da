using System.Text;

namespace RtcCluster.Edge.Http.Contacts.Files;

/// <summary>How text stands in a vCard. RFC 6350 §3.4.</summary>
internal static class VCardText
{
    /// <summary>The text without its escapes.</summary>
    public static string Plain(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
        {
            return value;
        }

        var plain = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '\\' || i + 1 == value.Length)
            {
                plain.Append(value[i]);
                continue;
            }

            i++;
            plain.Append(value[i] is 'n' or 'N' ? '\n' : value[i]);
        }

        return plain.ToString();
    }

    /// <summary>The parts of a value with a separator that is not escaped, each without its escapes.</summary>
    public static List<string> Split(string value, char separator)
    {
        var parts = new List<string>();
        var begin = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\')
            {
                i++;
            }
            else if (value[i] == separator)
            {
                parts.Add(Plain(value[begin..i]).Trim());
                begin = i + 1;
            }
        }

        parts.Add(Plain(value[Math.Min(begin, value.Length)..]).Trim());
        return parts;
    }

    /// <summary>The text with its escapes.</summary>
    public static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal);
}
