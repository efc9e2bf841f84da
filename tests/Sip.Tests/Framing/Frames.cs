using RtcCluster.Sip.Framing;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Tests.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Framing;

/// <summary>Runs a framer and writes down what came out, one line a frame.</summary>
internal static class Frames
{
    internal static List<string> Of(WireRun run, SipLimits? limits = null)
    {
        limits ??= SipLimits.Default;
        using var framer = new SipStreamFramer(limits);
        var frames = new List<string>();
        foreach (var chunk in run.Chunks)
        {
            ReadOnlySpan<byte> rest = chunk;
            while (framer.TryTake(ref rest, out var frame))
            {
                frames.Add(frame.Kind switch
                {
                    SipFrameKind.Message => $"Message {Wire.Text(frame.Bytes)}",
                    SipFrameKind.Broken => $"Broken {frame.Status}",
                    _ => frame.Kind.ToString(),
                });
                Assert.InRange(framer.Kept, 0, limits.MaxMessageBytes);
            }

            Assert.True(rest.IsEmpty, $"{run.Name}: bytes left over");
            Assert.InRange(framer.Kept, 0, limits.MaxMessageBytes);
        }

        return frames;
    }
}
