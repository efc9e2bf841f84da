using CsCheck;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Tests.Srtp;

public class SrtpIndexTests
{
    [Theory]
    [InlineData(-1, 65_535, 65_535)]
    [InlineData(5, 6, 6)]
    [InlineData(65_535, 0, 65_536)]
    [InlineData(65_534, 2, 65_538)]
    [InlineData(65_538, 65_534, 65_534)]
    [InlineData(0x1_8000, 0, 0x1_0000)]
    [InlineData(0x1_8001, 0, 0x2_0000)]
    [InlineData(0x1_7FFF, 65_535, 0x1_FFFF)]
    [InlineData(0x1_7FFE, 65_535, 0xFFFF)]
    [InlineData(2, 65_535, 65_535)]
    public void Rfc3711_3_3_1_TheNearestIndexIsGuessed(long highest, int sequence, long expected) =>
        Assert.Equal(expected, SrtpIndex.Guess(highest, (ushort)sequence));

    [Fact]
    public void Rfc3711_3_3_1_WithinHalfARoundTheGuessIsRight() =>
        Gen.Select(Gen.Long[0x1_0000, SrtpIndex.Max - 0x1_0000], Gen.Int[-0x7FFF, 0x7FFF]).Sample(
            static (highest, distance) => SrtpIndex.Guess(highest, (ushort)(highest + distance)) == highest + distance,
            seed: "0N0XIzNsQ0O2",
            iter: 5_000);

    [Fact]
    public void TheWindowIsWhatASetOfTheLast128Says() =>
        Gen.Int[-200, 200].Array[0, 300].Sample(
            static steps =>
            {
                var window = new ReplayWindow();
                var seen = new HashSet<long>();
                long highest = -1;
                foreach (var step in steps)
                {
                    var index = Math.Max(0, highest + step);
                    var fresh = index > highest || (highest - index < ReplayWindow.Length && !seen.Contains(index));
                    if (window.IsFresh(index) != fresh)
                    {
                        return false;
                    }

                    if (fresh)
                    {
                        window.Accept(index);
                        seen.Add(index);
                        highest = Math.Max(highest, index);
                    }
                }

                return window.Highest == highest;
            },
            seed: "0N0XIzNsQ0O2",
            iter: 2_000);
}
