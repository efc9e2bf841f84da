using RtcCluster.Grains.Lines;
using RtcCluster.Grains.Numbers;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Tests.Lines;

public sealed class LineMachineTests
{
    [Fact]
    public void TheLongestPrefixIsTriedFirst_ThenRules_ThenTrunksWithoutAny()
    {
        Line[] lines = [Out("+*", "any"), Out("+57*", "national"), Out("+573*", "mobile"), Out("+1*", "us"), Out("+5*", "off")];
        Trunk[] trunks = [Trunk("any"), Trunk("national"), Trunk("mobile"), Trunk("us"), Trunk("rules", "+5731*"), Trunk("other", "+44*"), Trunk("off") with { Enabled = false }];

        Assert.Equal(["mobile", "national", "any", "rules", "us"], LineMachine.Trunks("+573101234567", lines, trunks).Select(trunk => trunk.Name));
    }

    [Fact]
    public void NoTrunk_IsNoTrunk() => Assert.Empty(LineMachine.Trunks("+571", [], [Trunk("other", "+44*")]));

    [Theory]
    [InlineData("+573001234567", "+573001234567")]
    [InlineData("3001234567", "+573001234567")]
    [InlineData("00516502530000", "+16502530000")]
    [InlineData("0016502530000", "+16502530000")]
    [InlineData("6015550100", "+576015550100")]
    [InlineData("1999", null)]
    [InlineData("", null)]
    [InlineData("hello", null)]
    [InlineData("+", null)]
    [InlineData("+57300123456789012345", null)]
    public void ReadsNumbersAsColombiansDialThem(string dialled, string? e164) => Assert.Equal(e164, DialPlan.ToE164(dialled, "CO"));

    [Theory]
    [InlineData("123", "CO", true)]
    [InlineData("112", "CO", true)]
    [InlineData("911", "US", true)]
    [InlineData("123", "US", false)]
    [InlineData("1001", "CO", false)]
    [InlineData("+571123", "CO", false)]
    public void KnowsEmergencyNumbers(string dialled, string country, bool emergency) => Assert.Equal(emergency, DialPlan.IsEmergency(dialled, country));

    [Theory]
    [InlineData("+19002345678", true)]
    [InlineData("+16502530000", false)]
    [InlineData("nonsense", false)]
    public void KnowsPremiumRate(string number, bool premium) => Assert.Equal(premium, DialPlan.IsPremiumRate(number));

    private static Line Out(string prefix, string trunk) => new() { TenantId = "demo", Number = prefix, Kind = LineKind.TrunkOut, Target = trunk };

    private static Trunk Trunk(string name, params string[] rules) =>
        new() { TenantId = "demo", Name = name, NumberRules = [.. rules.Select(rule => new TrunkNumberRule(rule))] };
}
