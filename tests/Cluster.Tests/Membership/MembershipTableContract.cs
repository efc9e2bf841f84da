using System.Net;
using Orleans.Configuration;

namespace RtcCluster.Cluster.Tests.Membership;

/// <summary>What a membership table must do, in the words of Orleans' own conformance tests (MembershipTableTestsBase); their test of gateways is left out: no member has one.</summary>
/// <param name="store">Where the table is.</param>
public abstract class MembershipTableContract(IMembershipStore store)
{
    private const int Writers = 20;
    private static readonly DateTime Now = new(2026, 11, 26, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task ReadAll_OfAnEmptyTable_HasVersionZero_AndNoMember()
    {
        var table = await OpenAsync();

        var data = await table.ReadAllAsync(Ct);

        Assert.Empty(data.Members);
        Assert.Equal(0, data.Version.Version);
        Assert.NotNull(data.Version.VersionEtag);
    }

    [Fact]
    public async Task InsertRow_TakesAMemberOnce_AndNoVersionTwice()
    {
        var table = await OpenAsync();
        var empty = await table.ReadAllAsync(Ct);

        Assert.True(await table.InsertRowAsync(Member(1), empty.Version.Next(), Ct));
        Assert.False(await table.InsertRowAsync(Member(2), empty.Version.Next(), Ct));
        Assert.False(await table.InsertRowAsync(Member(1), (await table.ReadAllAsync(Ct)).Version.Next(), Ct));

        var data = await table.ReadAllAsync(Ct);
        Assert.Equal((1, 1), (data.Members.Count, data.Version.Version));
    }

    [Fact]
    public async Task ReadRow_GivesTheMemberAndTheVersion()
    {
        var table = await OpenAsync();
        var member = Member(1);
        member.AddSuspector(Silo(9), Now);
        Assert.True(await table.InsertRowAsync(member, (await table.ReadAllAsync(Ct)).Version.Next(), Ct));
        Assert.True(await table.InsertRowAsync(Member(2), (await table.ReadAllAsync(Ct)).Version.Next(), Ct));

        var data = await table.ReadRowAsync(Silo(1), Ct);

        var (read, etag) = Assert.Single(data.Members);
        Assert.Equal((2, Silo(1), "core/silo1", SiloStatus.Active), (data.Version.Version, read.SiloAddress, read.SiloName, read.Status));
        Assert.Equal([(Silo(9), Now)], read.SuspectTimes!.Select(suspect => (suspect.Item1, suspect.Item2)));
        Assert.NotNull(etag);
    }

    [Fact]
    public async Task UpdateRow_NeedsTheTagOfTheRow_AndTheVersionOfTheTable()
    {
        var table = await OpenAsync();
        Assert.True(await table.InsertRowAsync(Member(1), (await table.ReadAllAsync(Ct)).Version.Next(), Ct));
        var before = await table.ReadRowAsync(Silo(1), Ct);
        var (member, etag) = before.Members[0];

        member.Status = SiloStatus.ShuttingDown;
        Assert.True(await table.UpdateRowAsync(member, etag, before.Version.Next(), Ct));
        Assert.False(await table.UpdateRowAsync(member, etag, before.Version.Next(), Ct));
        var after = await table.ReadRowAsync(Silo(1), Ct);
        if (store.ChecksRowTags)
        {
            Assert.False(await table.UpdateRowAsync(member, etag, after.Version.Next(), Ct));
        }

        Assert.False(await table.UpdateRowAsync(member, after.Members[0].Item2, before.Version.Next(), Ct));

        Assert.Equal((SiloStatus.ShuttingDown, 2), (after.Members[0].Item1.Status, after.Version.Version));
    }

    [Fact]
    public async Task UpdateRow_ByOneWhoseReadingIsOld_IsRefused_AndGoesThroughOnceItHasReadAnew()
    {
        var table = await OpenAsync();
        Assert.True(await table.InsertRowAsync(Member(1), (await table.ReadAllAsync(Ct)).Version.Next(), Ct));
        Assert.True(await table.InsertRowAsync(Member(2), (await table.ReadAllAsync(Ct)).Version.Next(), Ct));
        var old = await table.ReadAllAsync(Ct);

        // Another member in between: the row that is written next has the tag that was read.
        Assert.True(await WriteAsync(await table.ReadAllAsync(Ct), Silo(1), SiloStatus.Stopping));
        Assert.False(await WriteAsync(old, Silo(2), SiloStatus.Dead));
        Assert.Equal(SiloStatus.Active, (await table.ReadRowAsync(Silo(2), Ct)).Members[0].Item1.Status);
        Assert.True(await WriteAsync(await table.ReadAllAsync(Ct), Silo(2), SiloStatus.Dead));

        var data = await table.ReadAllAsync(Ct);
        Assert.Equal(4, data.Version.Version);
        Assert.Equal([SiloStatus.Stopping, SiloStatus.Dead], data.Members.OrderBy(member => member.Item1.SiloAddress.Generation).Select(member => member.Item1.Status));

        Task<bool> WriteAsync(MembershipTableData read, SiloAddress silo, SiloStatus status)
        {
            var (member, etag) = read.Members.Single(member => member.Item1.SiloAddress.Equals(silo));
            member.Status = status;
            return table.UpdateRowAsync(member, etag, read.Version.Next(), Ct);
        }
    }

    [Fact]
    public async Task UpdateRow_ByManyAtOnce_LosesNoVersion()
    {
        var table = await OpenAsync();
        Assert.True(await table.InsertRowAsync(Member(1), (await table.ReadAllAsync(Ct)).Version.Next(), Ct));

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            while (true)
            {
                var read = await table.ReadAllAsync(Ct);
                if (await table.UpdateRowAsync(read.Members[0].Item1, read.Members[0].Item2, read.Version.Next(), Ct))
                {
                    return;
                }
            }
        }));

        Assert.Equal(Writers + 1, (await table.ReadAllAsync(Ct)).Version.Version);
    }

    [Fact]
    public async Task UpdateIAmAlive_ChangesTheTimeAlone()
    {
        var table = await OpenAsync();
        Assert.True(await table.InsertRowAsync(Member(1), (await table.ReadAllAsync(Ct)).Version.Next(), Ct));
        var before = await table.ReadAllAsync(Ct);
        var alive = Member(1);
        alive.IAmAliveTime = Now.AddMinutes(5);

        await table.UpdateIAmAliveAsync(alive, Ct);

        var after = await table.ReadAllAsync(Ct);
        Assert.Equal(Now.AddMinutes(5), after.Members[0].Item1.IAmAliveTime);
        Assert.Equal((before.Version.Version, before.Version.VersionEtag), (after.Version.Version, after.Version.VersionEtag));
        Assert.True(await table.InsertRowAsync(Member(2), before.Version.Next(), Ct));
    }

    [Fact]
    public async Task CleanupDefunctSiloEntries_TakesAwayTheDeadOnesOfLongAgo()
    {
        var table = await OpenAsync();
        foreach (var (number, status) in new[] { (1, SiloStatus.Active), (2, SiloStatus.Dead), (3, SiloStatus.Dead) })
        {
            var member = Member(number);
            (member.Status, member.IAmAliveTime, member.StartTime) = (status, Now.AddDays(-10), Now.AddDays(-10));
            Assert.True(await table.InsertRowAsync(member, (await table.ReadAllAsync(Ct)).Version.Next(), Ct));
        }

        // A store may go by when a row was written, which its own clock says.
        await table.CleanupDefunctSiloEntriesAsync(DateTimeOffset.UtcNow.AddMinutes(1), Ct);

        Assert.Equal([Silo(1)], (await table.ReadAllAsync(Ct)).Members.Select(member => member.Item1.SiloAddress));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static SiloAddress Silo(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11_110 + number), number);

    private static MembershipEntry Member(int number) => new()
    {
        SiloAddress = Silo(number),
        HostName = "host",
        SiloName = $"core/silo{number}",
        Status = SiloStatus.Active,
        StartTime = Now,
        IAmAliveTime = Now,
    };

    // Each test has a cluster of its own in the store.
    private async Task<IMembershipTable> OpenAsync()
    {
        Assert.SkipUnless(store.Missing is null, store.Missing ?? "");
        var table = store.Open(new ClusterOptions { ClusterId = $"c{Guid.NewGuid():N}", ServiceId = "contract" });
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Ct);
        return table;
    }
}
