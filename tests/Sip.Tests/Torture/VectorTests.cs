using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Tests.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Torture;

/// <summary>
/// The messages of RFC 4475 and RFC 5118 themselves, byte for byte, when their files are there: in the folder that RTC_VECTORS names, or
/// in the folder shared/vectors beside the repository or above it.
/// </summary>
public sealed class VectorTests
{
    private static readonly Dictionary<string, (SipParseStatus Status, string? Answer)> Refused = new(StringComparer.Ordinal)
    {
        ["rfc4475/badinv01"] = (SipParseStatus.BadVia, "SIP/2.0 400 Bad Via"),
        ["rfc4475/clerr"] = (SipParseStatus.ContentLengthMismatch, "SIP/2.0 400 Content-Length Exceeds Message"),
        ["rfc4475/ncl"] = (SipParseStatus.BadContentLength, "SIP/2.0 400 Bad Content-Length"),
        ["rfc4475/scalar02"] = (SipParseStatus.BadCSeq, "SIP/2.0 400 Bad CSeq"),
        ["rfc4475/scalarlg"] = (SipParseStatus.BadCSeq, null),
        ["rfc4475/quotbal"] = (SipParseStatus.BadTo, "SIP/2.0 400 Bad To"),
        ["rfc4475/ltgtruri"] = (SipParseStatus.BadRequestUri, "SIP/2.0 400 Bad Request-URI"),
        ["rfc4475/lwsruri"] = (SipParseStatus.BadStartLine, "SIP/2.0 400 Bad Request Line"),
        ["rfc4475/lwsstart"] = (SipParseStatus.BadStartLine, "SIP/2.0 400 Bad Request Line"),
        ["rfc4475/trws"] = (SipParseStatus.BadStartLine, "SIP/2.0 400 Bad Request Line"),
        ["rfc4475/escruri"] = (SipParseStatus.BadRequestUri, "SIP/2.0 400 Bad Request-URI"),
        ["rfc4475/regbadct"] = (SipParseStatus.BadContact, "SIP/2.0 400 Bad Contact"),
        ["rfc4475/badaspec"] = (SipParseStatus.BadTo, "SIP/2.0 400 Bad To"),

        // The file ends after its last header line, so the blank line is what is missed first; the name is wrong too (MalformedTests).
        ["rfc4475/baddn"] = (SipParseStatus.MissingHeaderEnd, "SIP/2.0 400 Missing Blank Line"),
        ["rfc4475/badvers"] = (SipParseStatus.BadVersion, "SIP/2.0 505 Version Not Supported"),
        ["rfc4475/mismatch01"] = (SipParseStatus.CSeqMismatch, "SIP/2.0 400 CSeq Method Mismatch"),
        ["rfc4475/mismatch02"] = (SipParseStatus.CSeqMismatch, "SIP/2.0 400 CSeq Method Mismatch"),
        ["rfc4475/bigcode"] = (SipParseStatus.BadStatusCode, null),
        ["rfc4475/insuf"] = (SipParseStatus.MissingFrom, "SIP/2.0 400 Missing From"),
        ["rfc4475/unkscm"] = (SipParseStatus.UnsupportedUriScheme, "SIP/2.0 416 Unsupported URI Scheme"),
        ["rfc4475/novelsc"] = (SipParseStatus.UnsupportedUriScheme, "SIP/2.0 416 Unsupported URI Scheme"),
        ["rfc4475/multi01"] = (SipParseStatus.DuplicateHeader, "SIP/2.0 400 Duplicate Header"),
        ["rfc4475/mcl01"] = (SipParseStatus.DuplicateHeader, "SIP/2.0 400 Duplicate Header"),

        // Not of the RFC's text, but in its archive: a request line without version is not SIP/2.0 at all.
        ["rfc4475/test"] = (SipParseStatus.NotSip, null),
        ["rfc5118/ipv6-bad"] = (SipParseStatus.BadRequestUri, "SIP/2.0 400 Bad Request-URI"),
    };

    private static readonly Dictionary<string, int> Expected = new(StringComparer.Ordinal) { ["rfc4475"] = 50, ["rfc5118"] = 12 };

    [Theory]
    [InlineData("rfc4475")]
    [InlineData("rfc5118")]
    public void EveryVector_IsReadOrRefusedAsDecided(string rfc)
    {
        var folder = Folder();
        Assert.SkipWhen(folder is null, "No vectors: neither RTC_VECTORS nor shared/vectors beside or above the repository holds rfc4475.");
        var files = Directory.GetFiles(Path.Combine(folder!, rfc), "*.dat").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(Expected[rfc], files.Length);

        var wrong = new List<string>();
        foreach (var file in files)
        {
            var name = $"{rfc}/{Path.GetFileNameWithoutExtension(file)}";
            var bytes = File.ReadAllBytes(file);
            var (status, answer) = Refused.GetValueOrDefault(name, (SipParseStatus.Ok, null));
            var actual = (Wire.StatusOf(bytes), Wire.AnswerTo(bytes));
            if (actual != (status, answer))
            {
                wrong.Add($"{name}: expected {(status, answer)}, got {actual}");
            }
        }

        Assert.Empty(wrong);
    }

    private static string? Folder()
    {
        var named = Environment.GetEnvironmentVariable("RTC_VECTORS");
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(Path.Combine(named, "rfc4475")) ? named : null;
        }

        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "RtcCluster.sln")))
        {
            root = root.Parent;
        }

        for (var above = root?.Parent; above is not null; above = above.Parent)
        {
            var beside = Path.Combine(above.FullName, "shared", "vectors");
            if (Directory.Exists(Path.Combine(beside, "rfc4475")))
            {
                return beside;
            }
        }

        return null;
    }
}
