namespace RtcCluster.Grains.Tests.Reports;

/// <summary>An hour of a company, as one would tell it: each line a call, each step the seconds after its beginning and what happens then.</summary>
/// <remarks>
/// The queues are support (2000, served well within 20 s, hanging up within 5 s is a short abandon) and sales (2001, likewise); a wrap-up takes 10 s. ana is 1001, ben
/// 1002, cid 1003, dora 1004. <see cref="StoryTeller"/> says what each word does.
/// </remarks>
internal static class FortyCalls
{
    /// <summary>The calls.</summary>
    public const string Calls = """
        01 09:00:00 out  > 2000 | 0 enter support | 2 offer ana | 5 answer | 65 hangup 1
        02 09:02:00 out  > 2000 | 0 enter support | 1 offer ana | 10 answer | 30 hold ana | 45 resume ana | 110 hangup 2
        03 09:05:00 out  > 2000 | 0 enter support | 2 offer ana | 22 silence | 23 offer ben | 30 answer | 70 hangup 1
        04 09:07:00 out  > 2000 | 0 enter support | 2 offer ben | 4 fail 603 | 5 offer ana | 8 answer | 38 hangup 1
        05 09:09:00 out  > 2000 | 0 enter support | 12 hangup 1
        06 09:10:00 out  > 2000 | 0 enter support | 3 hangup 1
        07 09:11:00 out  > 2000 | 0 enter support | 2 offer ana | 10 hangup 1
        08 09:12:00 out  > 2000 | 0 enter support | 120 away MaxWait 1004 | 120 rings dora | 125 answer | 165 hangup 1
        09 09:15:00 out  > 2000 | 0 enter support | 6 away Emergency
        10 09:16:00 out  > 2000 | 0 refused support Closed
        11 09:16:30 out  > 2000 | 0 refused support Full 1004 | 0 rings dora | 3 answer | 13 hangup 1
        12 09:17:00 out  > 2000 | 0 enter support | 1 offer ana | 4 answer | 24 blind 2 1003 | 24 rings cid | 30 answer | 80 hangup 1
        13 09:20:00 out  > 2000 | 0 enter support | 2 offer ana | 5 answer | 15 blind 2 1004 | 15 refuse 486 | 50 hangup 1
        14 09:22:00 out  > 2000 | 0 enter support | 3 offer ben | 6 answer | 16 hold ben | 36 attended ben 15 | 37 joined | 66 hangup 1
        15 09:22:18 ben  > 1003 | 0 rings cid | 4 answer
        16 09:24:00 out  > 2000 | 0 enter support | 1 offer ana | 2 answer | 8 hold ana | 22 merge ana 17 | 22 joined | 52 hangup 2 | 82 hangup 1
        17 09:24:10 ana  > 1003 | 0 rings cid | 3 answer
        18 09:26:00 out  > 2000 | 0 enter support | 1 offer ben | 3 answer | 20 blind 2 2001 | 20 enter sales | 22 offer cid | 24 answer | 84 hangup 1
        19 09:29:00 out  > 2000 | 0 enter support | 5 offer ana | 10 answer | 110 hangup 2
        20 09:29:50 out  > 2000 | 0 enter support | 25 hangup 1
        21 09:01:00 out  > 2001 | 0 enter sales | 1 offer cid | 2 answer | 32 hangup 1
        22 09:03:00 out  > 2001 | 0 enter sales | 8 hangup 1
        23 09:04:00 out  > 2001 | 0 refused sales NobodyServes
        24 09:10:00 out  > 2001 | 0 enter sales | 4 lost 1
        25 09:31:30 out  > 2000 | 0 enter support | 2 offer ben | 4 answer | 34 hangup 2
        26 09:33:00 out  > 2000 | 0 enter support | 1 offer ana | 21 silence | 22 offer ben | 42 silence | 43 hangup 1
        27 09:35:00 out  > 2000 | 0 enter support | 2 busy ben | 3 offer ana | 6 answer | 16 hangup 1
        28 09:36:00 out  > 2001 | 0 enter sales | 1 offer cid | 3 answer | 13 blind 2 2000 | 13 enter support | 15 offer ana | 25 answer | 45 hangup 3
        29 09:40:00 ana  > 1002 | 0 rings ben | 4 answer | 24 hangup 1
        30 09:41:00 ana  > 1002 | 0 rings ben | 3 fail 486
        31 09:42:00 ana  > 1002 | 0 rings ben | 30 silence
        32 09:43:00 ana  > 1002 | 0 rings ben | 8 hangup 1
        33 09:44:00 ana  > 1002 | 0 rings ben | 5 pickup cid 34 | 25 hangup 1
        34 09:44:02 cid  > **1002 | 0 picks 33
        35 09:45:00 ana  > 1002 | 0 rings ben | 2 answer | 12 blind 2 1003 | 12 rings cid | 15 answer | 35 hangup 1
        36 09:46:00 ana  > 1002 | 0 rings ben | 2 answer | 20 replaces 2 37 | 21 joined | 40 hangup 1
        37 09:46:05 ben  > 1003 | 0 rings cid | 3 answer
        38 09:47:00 out  > 2100 | 0 plays | 15 hangup 1
        39 09:48:00 ana  * 1002 | 3 answer | 3 rings ben | 6 answer | 26 hangup 1
        40 09:49:00 out  > 1002 | 0 rings ben 1004 | 2 fail 486 | 2 rings dora | 5 answer | 30 hangup 3
        41 09:51:00 out  > 2000 | 0 enter support | 7 back
        42 09:52:00 ben  < 41   | 3 answer | 3 dials | 9 answer | 39 hangup 2
        43 09:53:30 out  > 2100 | 0 menu support | 12 hangup 1
        """;

    /// <summary>What agents do beside their calls.</summary>
    public const string Agents = """
        08:50:00 ana in
        08:50:00 ben in
        08:50:00 cid in
        09:06:00 ana ready
        09:34:00 ana ready
        09:34:00 ben ready
        09:40:00 ben pause lunch
        09:50:00 ben ready
        09:55:00 ana out
        """;
}
