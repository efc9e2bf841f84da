namespace RtcCluster.Edge.Http.Contacts.Files;

/// <summary>One content line of a vCard: <c>group.NAME;PARAM=value:value</c>. RFC 6350 §3.3.</summary>
/// <param name="Name">The property's name in capitals, without its group.</param>
/// <param name="Label">What the value is, of its TYPE: <c>work</c>, <c>home</c>, <c>cell</c>; empty when it says nothing of use.</param>
/// <param name="Value">The value as it stands there.</param>
internal sealed record VCardLine(string Name, string Label, string Value)
{
    // Said of nearly every number, and of no use to whoever chooses one.
    private static readonly string[] Empty = ["voice", "pref", "internet", "text", "x400", ""];

    /// <summary>Reads a line; null when it is none.</summary>
    public static VCardLine? TryRead(string content)
    {
        var colon = Outside(content, ':', 0);
        if (colon < 1)
        {
            return null;
        }

        var semicolon = Outside(content, ';', 0);
        var nameEnd = semicolon >= 0 && semicolon < colon ? semicolon : colon;
        var name = content[..nameEnd];
        name = name[(name.LastIndexOf('.') + 1)..].ToUpperInvariant();
        return new VCardLine(name, Type(content[nameEnd..colon]), content[(colon + 1)..]);
    }

    // TYPE=work,voice or TYPE="work,voice" or TYPE=work;TYPE=voice.
    private static string Type(string parameters)
    {
        var types = new List<string>();
        foreach (var parameter in parameters.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && parameter[..equals].Equals("TYPE", StringComparison.OrdinalIgnoreCase))
            {
                types.AddRange(parameter[(equals + 1)..].Trim('"').Split(','));
            }
        }

        return types.Select(static type => type.Trim().ToLowerInvariant()).FirstOrDefault(static type => !Empty.Contains(type)) ?? "";
    }

    private static int Outside(string content, char wanted, int from)
    {
        var quoted = false;
        for (var i = from; i < content.Length; i++)
        {
            if (content[i] == '"')
            {
                quoted = !quoted;
            }
            else if (content[i] == wanted && !quoted)
            {
                return i;
            }
        }

        return -1;
    }
}
