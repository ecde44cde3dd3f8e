"""Messages to clients and staff: words for occasions, whom they may go to, and how they leave the studio.

Quiet hours are minutes of the studio's day, the price of a part of a text message hundredths of a cent.
What a server says against one message is noted with that message; nothing is raised for it.
"""
