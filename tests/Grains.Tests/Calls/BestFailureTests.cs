using RtcCluster.Contracts.Calls;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.Tests.Calls;

public sealed class BestFailureTests
{
    [Theory]
    [InlineData(486, 486)]
    [InlineData(603, 486, 480, 603)]
    [InlineData(480, 500, 480)]
    [InlineData(484, 486, 484, 480)]
    [InlineData(415, 404, 415)]
    [InlineData(486, 486, 480)]
    [InlineData(480, 480, 486)]
    [InlineData(500, 503)]
    [InlineData(502, 503, 502)]
    [InlineData(500, 407)]
    [InlineData(500, 486, 401)]
    [InlineData(302, 486, 302)]
    public void Rfc3261_16_7_ChoosesTheBestResponse(int best, params int[] codes) =>
        Assert.Equal(best, BestFailure.Of([.. codes.Select(code => new CallFailure(code, "x"))]).SipCode);
}
