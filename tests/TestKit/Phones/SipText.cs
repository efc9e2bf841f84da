using System.Globalization;
using System.Text;

namespace RtcCluster.TestKit.Phones;

/// <summary>A SIP message as a test reads it: plain text, apart from the product's own reader on purpose. Not for hostile input.</summary>
public sealed class SipText
{
    private static readonly Dictionary<string, string> CompactForms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["v"] = "Via", ["f"] = "From", ["t"] = "To", ["i"] = "Call-ID", ["m"] = "Contact", ["l"] = "Content-Length", ["c"] = "Content-Type", ["k"] = "Supported",
    };

    private readonly List<(string Name, string Value)> _headers = [];

    private SipText(string startLine, string body)
    {
        StartLine = startLine;
        Body = body;
    }

    public string StartLine { get; }

    public string Body { get; }

    public bool IsResponse => StartLine.StartsWith("SIP/2.0 ", StringComparison.Ordinal);

    /// <summary>The status code of a response, 0 for a request.</summary>
    public int Status => IsResponse ? int.Parse(StartLine.AsSpan(8, 3), CultureInfo.InvariantCulture) : 0;

    /// <summary>The method of a request, empty for a response.</summary>
    public string Method => IsResponse ? string.Empty : StartLine.Split(' ')[0];

    public string CallId => Header("Call-ID");

    /// <summary>Number and method.</summary>
    public (uint Number, string Method) CSeq =>
        Header("CSeq").Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var number, var method] ? (uint.Parse(number, CultureInfo.InvariantCulture), method) : default;

    /// <summary>The URI inside the angle brackets of the first Contact.</summary>
    public string ContactUri => Header("Contact") is var value && value.Contains('<', StringComparison.Ordinal) ? value.Split('<')[1].Split('>')[0] : value.Split(';')[0];

    /// <summary>Reads a whole message; folded lines are joined.</summary>
    public static SipText Parse(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = (end < 0 ? text : text[..end]).Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal).Split("\r\n");
        var message = new SipText(lines[0], end < 0 ? string.Empty : text[(end + 4)..]);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                var name = line[..colon].Trim();
                message._headers.Add((CompactForms.GetValueOrDefault(name, name), line[(colon + 1)..].Trim()));
            }
        }

        return message;
    }

    /// <summary>The value of the first header line of that name, empty when there is none.</summary>
    public string Header(string name) => Headers(name).FirstOrDefault(string.Empty);

    /// <summary>The values of all header lines of that name, in order.</summary>
    public IEnumerable<string> Headers(string name) =>
        _headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>The tag parameter of From or To, empty when there is none.</summary>
    public string Tag(string header) => Parameter(Header(header).Split('>')[^1], "tag");

    /// <summary>The Via lines as they came, for a response.</summary>
    public string ViaLines() => string.Concat(Headers("Via").Select(via => $"Via: {via}\r\n"));

    public override string ToString() => $"{StartLine} | {string.Join(" | ", _headers.Select(header => $"{header.Name}: {header.Value}"))}{(Body.Length > 0 ? $" | {Body.ReplaceLineEndings(" / ")}" : string.Empty)}";

    private static string Parameter(string text, string name) =>
        text.Split(';').Select(part => part.Trim().Split('=', 2)).FirstOrDefault(pair => pair[0].Equals(name, StringComparison.OrdinalIgnoreCase)) is [_, var value] ? value : string.Empty;
}
