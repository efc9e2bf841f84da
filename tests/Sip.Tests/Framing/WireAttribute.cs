using System.Reflection;
using RtcCluster.Sip.Tests.Messages;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace RtcCluster.Sip.Tests.Framing;

/// <summary>
/// Runs a stream test with a text (line feeds become CR LF) as it is and padded: keep-alives before it, another message behind it. The
/// test gets the bytes, how many messages lie in them, and runs each of <see cref="WireRun.AllOf"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class WireAttribute(string text) : DataAttribute
{
    /// <summary>The message that padding puts behind.</summary>
    public const string Padding = "OPTIONS sip:pad@example.org SIP/2.0\nl:3\n\npad";

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var bytes = Wire.Bytes(text);
        IReadOnlyCollection<ITheoryDataRow> rows =
        [
            new TheoryDataRow(bytes, "") { TestDisplayName = $"{testMethod.Name} plain: {text.Split('\n')[0]}" },
            new TheoryDataRow(bytes, Padding) { TestDisplayName = $"{testMethod.Name} padded: {text.Split('\n')[0]}" },
        ];
        return new(rows);
    }

    public override bool SupportsDiscoveryEnumeration() => false;
}
