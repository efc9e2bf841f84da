using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Runner.Tests.Voice;

public sealed class ArrivalOrderTests
{
    [Theory]
    [InlineData("0 1 2", "InOrder InOrder InOrder")]
    [InlineData("7 9 8 10", "InOrder InOrder Overtaken InOrder")]
    [InlineData("0 1 1 0 2", "InOrder InOrder Again Again InOrder")]
    [InlineData("5 4 4", "InOrder Overtaken Again")]
    [InlineData("0 63 0", "InOrder InOrder Again")]
    [InlineData("0 64 1 0", "InOrder InOrder Overtaken Again")]
    [InlineData("0 4294967295", "InOrder InOrder")]
    public void APacketIsCountedOnce_InItsPlace(string numbers, string expected)
    {
        var order = default(ArrivalOrder);

        var arrivals = numbers.Split(' ').Select(number => order.Take(uint.Parse(number, System.Globalization.CultureInfo.InvariantCulture))).ToList();

        Assert.Equal(expected, string.Join(' ', arrivals));
    }
}
