import time
from caseapp.demo import seed
from caseapp.domain.actors import Door, system
from caseapp.hosting.engine import application_engine, surroundings
from caseapp.services import reckoning, reminding, upkeep, sessions
from caseapp.services.uow import open_unit_of_work
from sqlalchemy import text
from tests import database
from tests.conftest import KEYS, MONDAY_MORNING
from tests.people import Cast
from tests.services.test_reckoning import SAID
N=100_000
def test_t(server_uri, worker_url):
    url = database.fresh_database(server_uri, "w1_time", database.CAST_TEMPLATE)
    engine, owner = application_engine(url), database.owner_engine(url)
    around = surroundings(engine, KEYS, lambda: MONDAY_MORNING)
    cast = Cast(around, "")
    t=time.time()
    seed.sow(seed.Field(url, KEYS, seed.survey(around, cast.signed_in("tuya").keys)), N, lambda _d: None)
    print("seed", time.time()-t)
    with owner.connect() as c:
        print("open", c.scalar(text('SELECT count(*) FROM "case" WHERE decided_at IS NULL')), "unack", c.scalar(text('SELECT count(*) FROM "case" WHERE acknowledged_at IS NULL')))
    for _ in range(3):
        t=time.time()
        with open_unit_of_work(around, system(Door.JOBS)) as uow: made=reminding.remind(uow)
        print("remind", made, round(time.time()-t,3))
    for _ in range(2):
        t=time.time()
        with cast.at("dorj") as uow:
            m=reckoning.of_rule(uow,"reply_days",upkeep.changed_rule(uow,"reply_days",value=20,**SAID))
        print("preview", m.cases, m.by_days[:3], round(time.time()-t,3))
    with cast.at("dorj") as uow:
        upkeep.change_rule(uow,"reply_days",value=20,**SAID); reckoning.order_rule(uow,"reply_days")
    with owner.connect() as c: rid=c.scalar(text("SELECT max(id) FROM deadline_rule"))
    t=time.time(); after=-1; n=0
    while after is not None and n<20:
        with open_unit_of_work(around, system(Door.JOBS)) as uow: after=reckoning.reckon(uow,rid,after,1); n+=1
    print("reckon", n, "batches of 200", round(time.time()-t,3))
    for login in ("tuya","saran"):
        with owner.connect() as c:
            c.execute(text("SELECT 1"))
            t=time.time()
            for _ in range(20): k=c.scalar(text("SELECT unseen_reminders(:i)"),{"i":cast.id_of(login)})
            print("unseen",login,k,round((time.time()-t)/20*1000,2),"ms")
        t=time.time()
        with cast.at(login) as uow: x=reminding.mine(uow)
        print("page", x.count, round((time.time()-t)*1000,1),"ms")
