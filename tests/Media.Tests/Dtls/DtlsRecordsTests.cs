using RtcCluster.Media.Dtls;

namespace RtcCluster.Media.Tests.Dtls;

public class DtlsRecordsTests
{
    private static readonly byte[] Record = [22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 7, 7];

    [Fact]
    public void Rfc6347_4_1_OneOrMoreWholeRecordsAreADatagram()
    {
        Assert.True(DtlsRecords.AreWhole(Record));
        Assert.True(DtlsRecords.AreWhole([.. Record, .. Record]));
        for (byte type = 20; type <= 25; type++)
        {
            Assert.True(DtlsRecords.AreWhole([type, .. Record[1..]]));
        }
    }

    [Fact]
    public void EveryTruncationAndEveryTrailIsRefused()
    {
        for (var length = 0; length < Record.Length; length++)
        {
            Assert.False(DtlsRecords.AreWhole(Record.AsSpan(0, length)));
            Assert.Equal(length == 0, DtlsRecords.AreWhole([.. Record, .. Record[..length]]));
        }
    }

    [Fact]
    public void Rfc5288_3_ARecordThatIsShorterThanItsProtectionIsRefused()
    {
        byte[] record = [21, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 1, 0, 24, .. new byte[24]];
        Assert.True(DtlsRecords.AreWhole(record));
        record[12] = 23;
        Assert.False(DtlsRecords.AreWhole(record.AsSpan(0, record.Length - 1)));
    }

    [Fact]
    public void OtherTypesOtherVersionsAndTooLargeDatagramsAreRefused()
    {
        Assert.False(DtlsRecords.AreWhole([19, .. Record[1..]]));
        Assert.False(DtlsRecords.AreWhole([26, .. Record[1..]]));
        Assert.False(DtlsRecords.AreWhole([22, 3, .. Record[2..]]));
        Assert.False(DtlsRecords.AreWhole([22, 0xFE, 0xFE, .. Record[3..]]));
        Assert.True(DtlsRecords.AreWhole([22, 0xFE, 0xFF, .. Record[3..]]));
        byte[] large = [.. Record[..11], 0x05, 0xD0, .. new byte[0x05D0]];
        Assert.False(DtlsRecords.AreWhole(large));
        large[12] = 0xCF;
        Assert.True(DtlsRecords.AreWhole(large.AsSpan(0, DtlsRecords.MaxDatagram)));
    }
}
