namespace RtcCluster.Sip.Tests.Torture;

/// <summary>Ordinary messages around the one thing a test is about.</summary>
internal static class TortureText
{
    private static readonly (string Name, string Short, string Line)[] Usual =
    [
        ("Via", "v", "Via: SIP/2.0/UDP box.example.net;branch=z9hG4bKusual"),
        ("To", "t", "To: sip:ana@example.org"),
        ("From", "f", "From: sip:luis@example.net;tag=1807"),
        ("Call-ID", "i", "Call-ID: usual.1807@box.example.net"),
        ("Max-Forwards", "Max-Forwards", "Max-Forwards: 70"),
    ];

    /// <summary>A request: the given headers, before them those usual ones that they do not contain (Via always).</summary>
    internal static string Request(string method, string uri, string headers, string body = "")
        => $"{method} {uri} SIP/2.0\n{Complete(headers)}{Line(headers, "CSeq", $"CSeq: 8 {method}")}"
            + (body.Length == 0 || Has(headers, "Content-Type") ? "" : "Content-Type: application/sdp\n")
            + Line(headers, "Content-Length", $"Content-Length: {body.ReplaceLineEndings("\r\n").Length}")
            + $"{headers}{(headers.Length == 0 ? "" : "\n")}\n{body}";

    /// <summary>A response to an ordinary request.</summary>
    internal static string Response(string status, string method, string headers = "")
        => $"SIP/2.0 {status}\n{Complete(headers)}{Line(headers, "CSeq", $"CSeq: 8 {method}")}"
            + Line(headers, "Content-Length", "Content-Length: 0")
            + $"{headers}{(headers.Length == 0 ? "" : "\n")}\n";

    private static string Complete(string headers)
        => string.Concat(Usual.Select(u => u.Name != "Via" && (Has(headers, u.Name) || Has(headers, u.Short)) ? "" : u.Line + "\n"));

    private static string Line(string headers, string name, string line) => Has(headers, name) ? "" : line + "\n";

    private static bool Has(string headers, string name)
        => headers.Split('\n').Any(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
}
