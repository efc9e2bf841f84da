using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage.Tests.Directory;

public sealed class DirectoryRulesTests
{
    private static readonly Tenant GoodTenant = new() { Id = "demo", Name = "Demo", SipRealm = "demo.test", Country = "CO" };

    private static readonly DirectoryUser GoodUser = new() { TenantId = "demo", Name = "ana", DisplayName = "Ana Núñez", Email = "ana@demo.test", Extension = "1001" };

    private static readonly Line GoodLine = new() { TenantId = "demo", Number = "1001", Kind = LineKind.User, Target = "ana" };

    private static readonly Trunk GoodTrunk = new() { TenantId = "demo", Name = "carrier", Peers = [new TrunkPeer("sip.example")] };

    public static TheoryData<string, Func<string?>> Refused => new()
    {
        { "tenant id with slash", () => DirectoryRules.Check(GoodTenant with { Id = "a/b" }) },
        { "tenant id with line feed", () => DirectoryRules.Check(GoodTenant with { Id = "demo\n" }) },
        { "realm in capitals", () => DirectoryRules.Check(GoodTenant with { SipRealm = "Demo.test" }) },
        { "realm with quote", () => DirectoryRules.Check(GoodTenant with { SipRealm = "de\"mo" }) },
        { "country in small letters", () => DirectoryRules.Check(GoodTenant with { Country = "co" }) },
        { "no retention", () => DirectoryRules.Check(GoodTenant with { Settings = new TenantSettings { RecordingRetentionDays = 0 } }) },
        { "name in capitals", () => DirectoryRules.Check(GoodUser with { Name = "Ana" }) },
        { "name of 65", () => DirectoryRules.Check(GoodUser with { Name = new string('a', 65) }) },
        { "empty name", () => DirectoryRules.Check(GoodUser with { Name = "" }) },
        { "address without domain", () => DirectoryRules.Check(GoodUser with { Email = "ana" }) },
        { "address with line feed", () => DirectoryRules.Check(GoodUser with { Email = "ana@demo.test\n" }) },
        { "extension with letters", () => DirectoryRules.Check(GoodUser with { Extension = "10a" }) },
        { "role of no version", () => DirectoryRules.Check(GoodUser with { Role = (UserRole)77 }) },
        { "display name with carriage return", () => DirectoryRules.Check(GoodUser with { DisplayName = "a\rb" }) },
        { "display name with half a pair", () => DirectoryRules.Check(GoodUser with { DisplayName = "\uD800" }) },
        { "empty password", () => DirectoryRules.CheckPassword("") },
        { "password of 257", () => DirectoryRules.CheckPassword(new string('a', 257)) },
        { "line of unknown kind", () => DirectoryRules.Check(GoodLine with { Kind = LineKind.Unknown }) },
        { "line number with letters", () => DirectoryRules.Check(GoodLine with { Number = "10a1" }) },
        { "line number of 21", () => DirectoryRules.Check(GoodLine with { Number = new string('1', 21) }) },
        { "trunk-out line without pattern", () => DirectoryRules.Check(GoodLine with { Kind = LineKind.TrunkOut, Number = "+57" }) },
        { "user line without target", () => DirectoryRules.Check(GoodLine with { Target = "" }) },
        { "target with path", () => DirectoryRules.Check(GoodLine with { Target = "../x" }) },
        { "rings 4 s", () => DirectoryRules.Check(GoodLine with { RingSeconds = 4 }) },
        { "rings 301 s", () => DirectoryRules.Check(GoodLine with { RingSeconds = 301 }) },
        { "peer without host", () => DirectoryRules.Check(GoodTrunk with { Peers = [new TrunkPeer("")] }) },
        { "peer host with header", () => DirectoryRules.Check(GoodTrunk with { Peers = [new TrunkPeer("a\r\nVia: x")] }) },
        { "peer port 0", () => DirectoryRules.Check(GoodTrunk with { Peers = [new TrunkPeer("a", 0)] }) },
        { "peer weight -1", () => DirectoryRules.Check(GoodTrunk with { Peers = [new TrunkPeer("a", Weight: -1)] }) },
        { "accepts the Internet", () => DirectoryRules.Check(GoodTrunk with { AcceptFrom = ["0.0.0.0/0"] }) },
        { "registers without user name", () => DirectoryRules.Check(GoodTrunk with { Register = true }) },
        { "registers nowhere", () => DirectoryRules.Check(GoodTrunk with { Register = true, Username = "a", Peers = [] }) },
        { "user name with quote", () => DirectoryRules.Check(GoodTrunk with { Username = "a\"" }) },
        { "realm with line feed", () => DirectoryRules.Check(GoodTrunk with { Realm = "a\n" }) },
        { "caller id with letters", () => DirectoryRules.Check(GoodTrunk with { CallerId = "me" }) },
        { "rule without pattern", () => DirectoryRules.Check(GoodTrunk with { NumberRules = [new TrunkNumberRule("57")] }) },
        { "rule with prefix of letters", () => DirectoryRules.Check(GoodTrunk with { NumberRules = [new TrunkNumberRule("+57*", 0, "x")] }) },
        { "OPTIONS every second", () => DirectoryRules.Check(GoodTrunk with { OptionsPingSeconds = 1 }) },
        { "fewer than no calls", () => DirectoryRules.Check(GoodTrunk with { MaxCalls = -1 }) },
    };

    [Fact]
    public void TakesWhatIsGood() => Assert.Equal(
        [null, null, null, null, null, null, null],
        new[]
        {
            DirectoryRules.Check(GoodTenant), DirectoryRules.Check(GoodUser), DirectoryRules.Check(GoodUser with { Extension = null }),
            DirectoryRules.Check(GoodLine), DirectoryRules.Check(GoodLine with { Kind = LineKind.TrunkOut, Number = "+*" }),
            DirectoryRules.Check(GoodTrunk), DirectoryRules.CheckPassword("demo"),
        });

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void RefusesWithAReason(string what, Func<string?> check) => Assert.False(string.IsNullOrEmpty(check()), $"A {what} was taken.");
}
