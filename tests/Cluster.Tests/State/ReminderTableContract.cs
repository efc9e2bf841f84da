namespace RtcCluster.Cluster.Tests.State;

/// <summary>What every reminder table promises. One class of each store runs all of it; each test begins with an empty table.</summary>
public abstract class ReminderTableContract(IStateStore store) : IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 11, 24, 8, 30, 15, DateTimeKind.Utc);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IReminderTable Table => store.Reminders;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(store.Missing is not null, store.Missing ?? "");
        await Table.TestOnlyClearTable(Stop);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ReadsWhatWasWritten()
    {
        var grain = GrainId.Create("contract", "demo/a");
        var etag = await Table.UpsertRow(Entry(grain, "wake"), Stop);

        var row = await Table.ReadRow(grain, "wake", Stop);

        Assert.NotNull(row);
        Assert.Equal((grain, "wake", Start, TimeSpan.FromMinutes(2), etag), (row.GrainId, row.ReminderName, row.StartAt, row.Period, row.ETag));
        Assert.Equal(DateTimeKind.Utc, row.StartAt.Kind);
    }

    [Fact]
    public async Task GivesNull_WhenThereIsNone() => Assert.Null(await Table.ReadRow(GrainId.Create("contract", "demo/none"), "wake", Stop));

    [Fact]
    public async Task ReplacesARow_WhoeverWroteItLast()
    {
        var grain = GrainId.Create("contract", "demo/a");
        var first = await Table.UpsertRow(Entry(grain, "wake"), Stop);
        var later = Entry(grain, "wake");
        later.Period = TimeSpan.FromHours(3);

        var second = await Table.UpsertRow(later, Stop);

        Assert.NotEqual(first, second);
        var row = Assert.Single((await Table.ReadRows(grain, Stop)).Reminders);
        Assert.Equal((TimeSpan.FromHours(3), second), (row.Period, row.ETag));
    }

    [Fact]
    public async Task ReadsTheRemindersOfOneGrain()
    {
        var (mine, other) = (GrainId.Create("contract", "demo/a"), GrainId.Create("contract", "demo/b"));
        await Table.UpsertRow(Entry(mine, "one"), Stop);
        await Table.UpsertRow(Entry(mine, "two"), Stop);
        await Table.UpsertRow(Entry(other, "one"), Stop);

        Assert.Equal(["one", "two"], (await Table.ReadRows(mine, Stop)).Reminders.Select(r => r.ReminderName).Order());
    }

    [Fact]
    public async Task RemovesARow_OnlyWithItsETag()
    {
        var grain = GrainId.Create("contract", "demo/a");
        var first = await Table.UpsertRow(Entry(grain, "wake"), Stop);
        var second = await Table.UpsertRow(Entry(grain, "wake"), Stop);

        Assert.False(await Table.RemoveRow(grain, "wake", first!, Stop));
        Assert.False(await Table.RemoveRow(grain, "wake", "invented", Stop));
        Assert.True(await Table.RemoveRow(grain, "wake", second!, Stop));
        Assert.False(await Table.RemoveRow(grain, "wake", second!, Stop));
        Assert.Null(await Table.ReadRow(grain, "wake", Stop));
    }

    [Fact]
    public async Task ReadsARangeOfHashes_WithoutItsBeginAndWithItsEnd()
    {
        var grains = await Fill();
        var (begin, end) = (grains[2].GetUniformHashCode(), grains[6].GetUniformHashCode());

        Assert.Equal(Keys(grains[3..7]), Keys(await Table.ReadRows(begin, end, Stop)));
    }

    [Fact]
    public async Task ReadsARangeOverTheTop_WhenBeginIsAboveEnd()
    {
        var grains = await Fill();
        var (begin, end) = (grains[6].GetUniformHashCode(), grains[2].GetUniformHashCode());

        Assert.Equal(Keys([.. grains[7..], .. grains[..3]]), Keys(await Table.ReadRows(begin, end, Stop)));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000000u)]
    [InlineData(uint.MaxValue)]
    public async Task ReadsEverything_WhenBeginIsEnd(uint at) => Assert.Equal(Keys(await Fill()), Keys(await Table.ReadRows(at, at, Stop)));

    [Fact]
    public async Task SplitsTheRingWithoutGapAndWithoutOverlap()
    {
        var grains = await Fill();
        uint[] cuts = [0, 0x40000000, 0x80000000, 0xC0000000];

        var rows = new List<string>();
        for (var i = 0; i < cuts.Length; i++)
        {
            rows.AddRange(Keys(await Table.ReadRows(cuts[i], cuts[(i + 1) % cuts.Length], Stop)));
        }

        Assert.Equal(Keys(grains), rows.Order(StringComparer.Ordinal));
    }

    private static ReminderEntry Entry(GrainId grain, string name) => new() { GrainId = grain, ReminderName = name, StartAt = Start, Period = TimeSpan.FromMinutes(2) };

    private static IEnumerable<string> Keys(IEnumerable<GrainId> grains) => grains.Select(g => g.ToString()).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Keys(ReminderTableData rows) => Keys(rows.Reminders.Select(r => r.GrainId));

    /// <summary>Ten reminders of ten grains, in the order of their hashes.</summary>
    private async Task<List<GrainId>> Fill()
    {
        var grains = Enumerable.Range(0, 10).Select(i => GrainId.Create("contract", $"demo/{i}")).OrderBy(g => g.GetUniformHashCode()).ToList();
        foreach (var grain in grains)
        {
            await Table.UpsertRow(Entry(grain, "wake"), Stop);
        }

        return grains;
    }
}
