using System.Text;
using RtcCluster.Sip.Events;
using Xunit;

namespace RtcCluster.Sip.Tests.Events;

public sealed class MessageSummaryTests
{
    [Theory]
    [InlineData(2, 1, "Messages-Waiting: yes\r\nMessage-Account: sip:*97@demo.test\r\nVoice-Message: 2/1\r\n")]
    [InlineData(0, 8, "Messages-Waiting: no\r\nMessage-Account: sip:*97@demo.test\r\nVoice-Message: 0/8\r\n")]
    [InlineData(0, 0, "Messages-Waiting: no\r\nMessage-Account: sip:*97@demo.test\r\nVoice-Message: 0/0\r\n")]
    public void Rfc3842_5_2_StatusLineFirst_ThenAccountAndCounts(int fresh, int saved, string document) =>
        Assert.Equal(document, Encoding.UTF8.GetString(MessageSummary.Write("sip:*97@demo.test", fresh, saved)));
}
